using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>A chatd of the same build as a process of its own, for one run: on a free port of loopback, in a folder for temporary files, without limits on what one machine may do.</summary>
internal sealed partial class ServedServer : IDisposable
{
    /// <summary>Beyond those that the run has at a time: a server may hear of the end of one after the beginning of the next.</summary>
    private const int SpareConnections = 1_000;

    private readonly Scratch _data;
    private readonly Process _process;
    private readonly Queue<string> _said = new();

    /// <summary>What it prints after its address is read and forgotten, so that it never waits to print.</summary>
    private Task _rest = Task.CompletedTask;

    private ServedServer(Scratch data, Process process)
    {
        _data = data;
        _process = process;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    public int Pid => _process.Id;

    public string Address { get; private set; } = string.Empty;

    /// <exception cref="InvalidOperationException">It did not start; the message has what it said.</exception>
    public static async Task<ServedServer> StartAsync(LoadOptions options, CancellationToken cancellation)
    {
        var data = new Scratch(null);
        var process = new Process { StartInfo = Command(options, data.Path) };
        process.Start();
        var server = new ServedServer(data, process);
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (AddressLine().Match(line) is { Success: true } found)
            {
                server.Address = $"chat://127.0.0.1:{found.Groups[1].Value}";
                server._rest = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return server;
            }
        }

        await process.WaitForExitAsync(cancellation);
        server.Dispose();
        throw new InvalidOperationException($"The server did not start: {string.Join(' ', server._said)}");
    }

    /// <summary>What it has logged, the last lines.</summary>
    public string[] Said()
    {
        lock (_said)
        {
            return [.. _said];
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        Kill();
        _process.WaitForExit();
        _rest.GetAwaiter().GetResult();
        _process.Dispose();
        _data.Dispose();
    }

    private static ProcessStartInfo Command(LoadOptions options, string data)
    {
        // In a session of its own, so that Ctrl+C is for the generator alone, and on processors of its own if that is wanted.
        string[] before = [.. Tool("setsid"), .. options.ServerCores is { } cores ? Tool("taskset").Concat(["-c", cores]) : []];
        string[] command =
        [
            .. before, Dotnet(), Path.Combine(AppContext.BaseDirectory, "chatd.dll"), "--store", options.Serve!, "--data", data, "--name", "load", "--listen", "127.0.0.1", "--port", "0",
            "--rate-limit", "off", "--connections-per-address", "off", "--max-connections", (options.Connections + SpareConnections).ToString(CultureInfo.InvariantCulture), "--new-rooms", "off",
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("CHAT_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        return start;
    }

    private static string[] Tool(string name) => File.Exists($"/usr/bin/{name}") ? [$"/usr/bin/{name}"] : [];

    /// <summary>The host of the runtime that runs this.</summary>
    private static string Dotnet() => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    [GeneratedRegex(@"chat://[^ ]+?:(\d+)(?: |$)")]
    private static partial Regex AddressLine();

    private void OnExit(object? sender, EventArgs e) => Kill();

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    private void Keep(string? line)
    {
        const int MostLines = 20;
        if (line is null)
        {
            return;
        }

        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > MostLines)
            {
                _said.Dequeue();
            }
        }
    }
}
