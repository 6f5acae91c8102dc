using System.Runtime.InteropServices;
using System.Text;
using Chat.Client.Commands;
using Chat.Client.Connection;
using Chat.Client.Plain.Editing;
using Chat.Client.State;
using Chat.Client.Store;
using Chat.Client.Terminal;
using Microsoft.Win32.SafeHandles;

namespace Chat.Client.Plain;

/// <summary>The line mode on this process's console: a terminal with an editor where there is one, plain lines where there is none.</summary>
internal static class LineModeHost
{
    /// <summary>Whether a person can edit a line here: both ends are a terminal, and one that understands how.</summary>
    private static bool IsTerminal => HasPerson && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>Whether a person reads and types.</summary>
    public static bool HasPerson => !Console.IsInputRedirected && !Console.IsOutputRedirected;

    /// <summary>Runs until the link ends.</summary>
    /// <param name="link">The connection, not started yet.</param>
    /// <param name="folder">Where the lines typed are kept.</param>
    /// <param name="time">The time.</param>
    /// <param name="nick">Who we are until the server says otherwise.</param>
    /// <param name="room">The room to look at first.</param>
    /// <param name="ignored">Where it is kept whose words are not shown.</param>
    /// <param name="wish">Whether colours are wanted.</param>
    public static Task<ExitCode> RunAsync(ServerLink link, DataFolder folder, TimeProvider time, string nick, string room, IgnoredNicks ignored, ColourWish wish)
    {
        var colour = TerminalColours.Depth(wish, !Console.IsOutputRedirected, Environment.GetEnvironmentVariable);
        return IsTerminal ? RunTerminalAsync(link, folder, time, nick, room, ignored, colour) : RunPipeAsync(link, time, nick, room, ignored, colour);
    }

    private static async Task<ExitCode> RunTerminalAsync(
        ServerLink link, DataFolder folder, TimeProvider time, string nick, string room, IgnoredNicks ignored, ColourDepth colour)
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
            Console.InputEncoding = Encoding.Unicode;
        }

        var commands = new CommandTable();
        var file = new HistoryFile(folder, time);
        var (history, cannotKeep) = History(file, commands);
        var editor = new LineEditor(history);
        await using var output = Writer(Console.OpenStandardOutput());
        var screen = new TerminalScreen(output, editor, static () => Console.WindowWidth, colour, TerminalKind.Rewraps(Environment.GetEnvironmentVariable), DateOnly.FromDateTime(time.GetLocalNow().DateTime), static () => Console.WindowHeight);
        var chat = new LineChat(link, screen, time, nick, room) { Drafts = new Drafts(editor, link, commands), Ignored = ignored };
        if (cannotKeep is not null)
        {
            chat.Show(NotKept(cannotKeep));
        }

        using var input = new TerminalInput(chat, editor, screen, time);
        using var interrupts = On(PosixSignal.SIGINT, input.Interrupt);
        using var endings = Endings(chat);
        using var resizes = OperatingSystem.IsWindows() ? null : On(PosixSignal.SIGWINCH, input.Resize);
        using var returns = OperatingSystem.IsWindows() ? null : On(PosixSignal.SIGCONT, input.Return);

        // A thread of its own, because reading a key blocks and cannot be called off; it ends with the process.
        new Thread(() => ReadKeys(input, chat)) { IsBackground = true, Name = "keys" }.Start();
        var keeping = file.RunAsync(failed => chat.Show(NotKept(failed)));
        try
        {
            return await chat.RunAsync(CancellationToken.None);
        }
        finally
        {
            file.Complete();
            await keeping;
        }
    }

    /// <summary>The lines of earlier runs; where they cannot be read, none are kept either, and the chat goes on without.</summary>
    private static (InputHistory History, StoreException? CannotKeep) History(HistoryFile file, CommandTable commands)
    {
        try
        {
            return (new InputHistory(file.Read(), Keep), null);
        }
        catch (StoreException exception)
        {
            return (new InputHistory(), exception);
        }

        void Keep(string line)
        {
            if (commands.MayKeep(line))
            {
                file.Add(line);
            }
        }
    }

    private static ChatLine NotKept(StoreException why) => ChatLine.Error($"What you type is not kept for the next time: {why.Message}");

    private static async Task<ExitCode> RunPipeAsync(
        ServerLink link, TimeProvider time, string nick, string room, IgnoredNicks ignored, ColourDepth colour)
    {
        var output = Writer(Standard(1));
        var errors = Writer(Standard(2));
        var chat = new LineChat(link, new PipeScreen(output, errors, colour, HasPerson), time, nick, room) { Ignored = ignored };
        using var interrupts = On(PosixSignal.SIGINT, chat.Terminate);
        using var endings = Endings(chat);

        // Not awaited at the end: reading a pipe cannot be called off, and what it says then is not wanted.
        _ = ReadInputAsync(chat);
        return await chat.RunAsync(CancellationToken.None);
    }

    /// <summary>
    /// Standard output or error. Of a pipe it is a stream of ours, because the console's own keeps silent when nobody reads any more; of a
    /// file it is the console's, which knows where another writer of that file has got to. Not disposed: the process has it to the end.
    /// </summary>
    private static Stream Standard(int number)
    {
        if (!OperatingSystem.IsWindows())
        {
            var pipe = new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return number == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), 16_384) { NewLine = "\n" };

    private static void ReadKeys(TerminalInput input, LineChat chat)
    {
        try
        {
            while (true)
            {
                var key = Console.ReadKey(intercept: true);
                input.OnKey(key, Console.KeyAvailable);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException)
        {
            // The terminal is gone.
            chat.Terminate();
        }
    }

    private static async Task ReadInputAsync(LineChat chat)
    {
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        await ReadLinesAsync(input, chat);
    }

    /// <summary>Hands over the lines of a pipe until it ends.</summary>
    internal static async Task ReadLinesAsync(TextReader input, LineChat chat)
    {
        try
        {
            while (await input.ReadLineAsync() is { } line)
            {
                await chat.SubmitPipedAsync(line);
            }

            chat.EndInput();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            chat.EndInput();
        }
    }

    private static PosixSignalRegistration On(PosixSignal signal, Action handle) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = signal is PosixSignal.SIGINT or PosixSignal.SIGTERM or PosixSignal.SIGHUP;
        handle();
    });

    private static Registrations Endings(LineChat chat) => new(On(PosixSignal.SIGTERM, chat.Terminate), On(PosixSignal.SIGHUP, chat.Terminate));

    private sealed class Registrations(params PosixSignalRegistration[] all) : IDisposable
    {
        public void Dispose() => Array.ForEach(all, static one => one.Dispose());
    }
}
