using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Chat.Client;

namespace Chat.Tests.Crashes;

/// <summary>The real client with a pipe at either end, in a process of its own. It is killed when the test leaves it running.</summary>
internal sealed class ClientProcess : IDisposable
{
    /// <summary>Only a broken test waits that long.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    public ClientProcess(IPEndPoint server, string data, string nick, params string[] options)
        : this([$"127.0.0.1:{server.Port.ToString(CultureInfo.InvariantCulture)}", "--nick", nick, "--data", data, .. options])
    {
    }

    /// <summary>The program with these arguments.</summary>
    public ClientProcess(params string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        _process = Process.Start(new ProcessStartInfo(host, ["exec", typeof(ClientHost).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("The program did not start.");
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>Types lines. Those that the program does not take before its end are lost.</summary>
    public async Task TypeAsync(IEnumerable<string> lines)
    {
        try
        {
            foreach (var line in lines)
            {
                await _process.StandardInput.WriteAsync($"{line}\n");
            }

            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // The program was killed meanwhile.
        }
    }

    /// <summary>Reads standard output up to a line that holds the text, so many times.</summary>
    public async Task SeesAsync(string text, int times = 1)
    {
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        for (var seen = 0; seen < times;)
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token)
                ?? throw new EndOfStreamException($"The program ended before it said '{text}': {_errors}");
            seen += line.Contains(text, StringComparison.Ordinal) ? 1 : 0;
        }
    }

    /// <summary>Ends the input and waits for the end of the program.</summary>
    public async Task<int> EndAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Kills it, as nothing in it can see coming.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
