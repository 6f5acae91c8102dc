using System.Text.RegularExpressions;
using Chat.Client;
using Chat.Client.Commands;
using Chat.Client.Plain;
using Chat.Client.Plain.Editing;
using Chat.Client.Terminal;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Connection;

namespace Chat.Tests.Client.Plain;

/// <summary>A line chat on a terminal of ours, connected to a scripted server and in #lobby, with keys to press.</summary>
internal sealed class TypingHarness : IAsyncDisposable
{
    private readonly LinkHarness _link = new();
    private readonly FencedScreen _screen;

    private TypingHarness(InputHistory history)
    {
        _link.Prepare();
        Editor = new LineEditor(history);
        var screen = new TerminalScreen(Terminal, Editor, () => 80, colour: ColourDepth.None);
        _screen = new FencedScreen(screen);
        Chat = new LineChat(_link.Link, _screen, _link.Time, "alice", "#lobby") { Drafts = new Drafts(Editor, _link.Link, new CommandTable()) };
        Input = new TerminalInput(Chat, Editor, screen, _link.Time);
        Running = Chat.RunAsync(CancellationToken.None);
    }

    public VirtualTerminal Terminal { get; } = new(80);

    public LineEditor Editor { get; }

    public LineChat Chat { get; }

    public TerminalInput Input { get; }

    public ScriptedConnection Connection { get; private set; } = null!;

    public Task<ExitCode> Running { get; }

    public static async Task<TypingHarness> StartAsync(params string[] history)
    {
        var harness = new TypingHarness(new InputHistory(history));
        harness.Connection = await harness._link.Server.GreetAsync();
        await harness.Connection.LetInAsync();
        await harness.ToldAsync();
        return harness;
    }

    /// <summary>
    /// Keys as a terminal sends them, written so that they can be read: <c>^A</c> is Ctrl+A, <c>^[</c> an escape character, <c>^?</c> Backspace.
    /// As they are they could not stand in the name of a test case: the runner passes over one with control characters in its name.
    /// </summary>
    public static string Keys(string written) => Regex.Replace(written, @"\^(.)", static key => $"{(char)(key.Groups[1].Value[0] ^ 0x40)}");

    /// <summary>Presses keys as a terminal sends them, and waits until they have had their effect.</summary>
    public async Task PressAsync(string keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var control = keys[i] is >= '\u0001' and <= '\u001A' and not ('\t' or '\r');
            var key = keys[i] switch
            {
                '\r' => ConsoleKey.Enter,
                '\t' => ConsoleKey.Tab,
                '\u001B' => ConsoleKey.Escape,
                '\u007F' => ConsoleKey.Backspace,
                '\u001F' => ConsoleKey.D7,
                _ when control => ConsoleKey.A + keys[i] - 1,
                _ => ConsoleKey.None,
            };
            Input.OnKey(new ConsoleKeyInfo(keys[i], key, false, false, control || keys[i] == '\u001F'), i + 1 < keys.Length);
        }

        await StepAsync();
    }

    /// <summary>Another room is looked at, though no key was pressed.</summary>
    public async Task SelectAsync(string room)
    {
        Chat.Select(room);
        await StepAsync();
    }

    public async Task InterruptAsync()
    {
        Input.Interrupt();
        await StepAsync();
    }

    /// <summary>The clock goes on, and what that sets off has had its effect.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        _link.Time.Advance(time);
        await StepAsync();
    }

    /// <summary>Everything that the server has sent by now is on the screen.</summary>
    public async Task ToldAsync()
    {
        await Connection.SendAsync(new PingFrame(7));
        await Connection.ReadAsync<PongFrame>();
        await StepAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Chat.Terminate();
        await _link.DisposeAsync();
        await Running;
        Input.Dispose();
        await Terminal.DisposeAsync();
    }

    /// <summary>A turn for what was pressed, and one for what that has set off.</summary>
    private async Task StepAsync()
    {
        await _screen.TurnAsync(Chat);
        await _screen.TurnAsync(Chat);
    }
}
