using System.Text;
using System.Text.RegularExpressions;
using Chat.Client.Plain;
using Chat.Tests.Support;

namespace Chat.Tests.Client.Plain;

/// <summary>The real program in a terminal, with keys to press and a screen to look at.</summary>
internal sealed partial class TerminalClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly PseudoTerminal _terminal;
    private readonly VirtualTerminal _screen = new(80, wraps: true);
    private readonly CancellationTokenSource _ends = new();
    private readonly Task _reading;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts it.</summary>
    /// <param name="server">Where to.</param>
    /// <param name="data">Its data folder.</param>
    /// <param name="nick">Who it is.</param>
    public TerminalClient(RunningServer server, string data, string nick)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        _terminal = PseudoTerminal.Start(80, host, "exec", typeof(LineChat).Assembly.Location, $"{server.Endpoint}", "--nick", nick, "--data", data);
        _reading = ReadAsync();
    }

    /// <summary>Presses keys, as bytes of a terminal.</summary>
    public Task PressAsync(string keys) => _terminal.WriteAsync(Encoding.UTF8.GetBytes(keys));

    /// <summary>Waits until the screen is so.</summary>
    public async Task ShowsAsync(Predicate<VirtualTerminal> wanted)
    {
        while (true)
        {
            Task changed;
            string rows;
            lock (_lock)
            {
                if (wanted(_screen))
                {
                    return;
                }

                rows = string.Join('\n', [.. _screen.Above, $"{_screen.Bottom}\u2588", .. _screen.Below]);
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(Patience);
            }
            catch (TimeoutException exception)
            {
                throw new InvalidOperationException($"What was waited for is not on the screen:\n{rows}", exception);
            }
        }
    }

    /// <summary>Waits until that is the row of the cursor.</summary>
    public Task AsksAsync(string bottom) => ShowsAsync(screen => screen.Bottom == bottom);

    public Task SaysAsync(string text) => ShowsAsync(screen => screen.Above.Exists(row => row.Contains(text, StringComparison.Ordinal)));

    /// <summary>The screen becomes narrower: first it, then the program hears of it.</summary>
    public Task NarrowAsync(int columns)
    {
        lock (_lock)
        {
            _screen.Narrow(columns);
        }

        return _terminal.ResizeAsync(columns);
    }

    /// <summary>Waits for its end, and until all that it wrote is on the screen.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var code = await _terminal.ExitAsync(patience.Token);
        await _reading;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        _terminal.Dispose();
        await _ends.CancelAsync();
        await _reading;
        _ends.Dispose();
        await _screen.DisposeAsync();
    }

    /// <summary>What the console writes of its own when it begins and ends to read keys.</summary>
    [GeneratedRegex(@"\x1B\[\?1[hl]\x1B[=>]|\r(?=\n)")]
    private static partial Regex OfTheConsole();

    /// <summary>The beginning of a sequence, of which the rest has not come yet.</summary>
    [GeneratedRegex(@"\x1B(\[[?0-9;]*)?(1[hl]\x1B)?$|\x1B\[\?1[hl]\x1B?$|\r$")]
    private static partial Regex Unfinished();

    private async Task ReadAsync()
    {
        var buffer = new byte[4096];
        var decoder = Encoding.UTF8.GetDecoder();
        var chars = new char[buffer.Length + 1];
        var text = "";
        while (await ReadOnceAsync(buffer) is > 0 and var count)
        {
            text += new string(chars, 0, decoder.GetChars(buffer, 0, count, chars, 0));
            var whole = Unfinished().Match(text) is { Success: true } match ? match.Index : text.Length;
            Put(OfTheConsole().Replace(text[..whole], ""));
            text = text[whole..];
        }

        Put(OfTheConsole().Replace(text, ""));
    }

    private async Task<int> ReadOnceAsync(byte[] buffer)
    {
        try
        {
            return await _terminal.ReadAsync(buffer, _ends.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The test is over.
            return 0;
        }
    }

    private void Put(string text)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _screen.Write(text);
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }
}
