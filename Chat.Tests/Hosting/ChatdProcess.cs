using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chat.Server.Hosting;
using Chat.Tests.Support;

namespace Chat.Tests.Hosting;

/// <summary>The real program in a process of its own, with a data folder of its own. It is killed when the test leaves it running.</summary>
internal sealed partial class ChatdProcess : IDisposable
{
    /// <summary>Only a broken test waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder? _folder;
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public ChatdProcess(params string[] arguments)
        : this(new TemporaryFolder(), null, arguments)
    {
    }

    private ChatdProcess(TemporaryFolder? folder, string? data, string[] arguments)
    {
        _folder = folder;
        Data = data ?? folder!.Path;
        _process = Start(["--data", Data, .. arguments]);
        Errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its data folder.</summary>
    public string Data { get; }

    /// <summary>All of standard error, once the process has ended.</summary>
    public Task<string> Errors { get; }

    /// <summary>What standard output has said so far.</summary>
    public string Output => _output.ToString();

    /// <summary>The program on a data folder that is there and stays.</summary>
    public static ChatdProcess On(string data, params string[] arguments) => new(null, data, arguments);

    /// <summary>Runs the program until it ends by itself.</summary>
    public static Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments) => RunWithAsync("", arguments);

    /// <summary>Runs the program until it ends by itself, with something on standard input.</summary>
    public static async Task<(int Exit, string Output, string Errors)> RunWithAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output, await errors);
    }

    /// <summary>Reads standard output up to a line that holds the text.</summary>
    public async Task ReadUntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            _output.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new EndOfStreamException($"The program ended before it said '{text}': {await Errors}");
    }

    /// <summary>Waits until it is ready, and gives its address on this machine.</summary>
    public async Task<IPEndPoint> ReadyAsync()
    {
        await ReadUntilAsync("Ctrl+C");
        return new IPEndPoint(IPAddress.Loopback, int.Parse(Port().Match(Output).Groups[1].ValueSpan));
    }

    /// <summary>Sends a signal by its name without SIG; not on Windows.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder?.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, ["exec", typeof(ServerProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("CHAT_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    [GeneratedRegex(@"chat://localhost:(\d+)")]
    private static partial Regex Port();
}
