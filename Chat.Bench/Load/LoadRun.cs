using System.Net.Sockets;
using System.Security.Cryptography;
using Chat.Bench.Measuring;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>One run of the load generator, from the server's start to the report.</summary>
internal sealed class LoadRun
{
    /// <summary>Something was wrong with the server, or with the run.</summary>
    public const int Unsound = 1;

    private readonly LoadOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly ProgressLine _progress;

    public LoadRun(LoadOptions options, TextWriter output, TextWriter errors, ProgressLine progress)
    {
        _options = options;
        _output = output;
        _errors = errors;
        _progress = progress;
    }

    /// <returns>The exit code: 0 when everything came once and in order.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            using var server = _options.Serve is null ? null : await ServedServer.StartAsync(_options, cancellation);
            var result = await RunAsync(server?.Address ?? _options.Address!, server?.Pid ?? _options.ServerPid, cancellation);
            _progress.End();
            foreach (var line in server?.Said() ?? [])
            {
                await _errors.WriteLineAsync($"The server said: {line}");
            }

            return await ReportAsync(result);
        }
        catch (Exception broken) when (broken is InvalidOperationException or SocketException)
        {
            _progress.End();
            await _errors.WriteLineAsync(broken.Message);
            return Unsound;
        }
        catch (OperationCanceledException)
        {
            _progress.End();
            return Unsound;
        }
    }

    private async Task<LoadResult> RunAsync(string address, int? server, CancellationToken cancellation)
    {
        if (!Target.TryParse(address, out var target))
        {
            throw new InvalidOperationException($"'{address}' is not an address.");
        }

        using var venue = new Venue(await target.ResolveAsync(cancellation), _options.Tls ? new TlsPin(target.Host) : null);
        var loops = Enumerable.Range(0, _options.EffectiveThreads + (_options.ReconnectStorm > 0 ? 1 : 0)).Select(static i => new EventLoop($"loop {i}")).ToArray();
        try
        {
            foreach (var loop in loops)
            {
                _ = loop.Ended.ContinueWith(ended => venue.Fail($"The generator is at fault: {ended.Exception}"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            var crowd = new Crowd(_options, venue, loops, RandomNumberGenerator.GetInt32(int.MaxValue));
            var scene = new Scene(_options, venue, loops, crowd, server, _progress);
            return _options.Idle > 0 ? await new IdleRun(scene).RunAsync(cancellation)
                : _options.Login is not null ? await new LoginRun(scene).RunAsync(cancellation)
                : await new ChatRun(scene).RunAsync(cancellation);
        }
        finally
        {
            foreach (var loop in loops)
            {
                await loop.DisposeAsync();
            }
        }
    }

    private async Task<int> ReportAsync(LoadResult result)
    {
        Report.Print(_options, result, _output);
        if (_options.Json is { } path)
        {
            await using var file = File.Create(path);
            JsonReport.Write(_options, result, Machine.Describe(), file);
        }

        if (result.Failure is { } failure)
        {
            await _errors.WriteLineAsync($"The run failed: {failure}");
        }

        return result.IsSound ? 0 : Unsound;
    }
}
