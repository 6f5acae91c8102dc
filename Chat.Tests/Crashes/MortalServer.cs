using System.Net;
using Chat.Tests.Hosting;
using Chat.Tests.Support;

namespace Chat.Tests.Crashes;

/// <summary>The real server on one data folder, in one process after the other. Any thread may ask where it is.</summary>
internal sealed class MortalServer : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly string[] _arguments;
    private volatile TaskCompletionSource<IPEndPoint> _endpoint = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChatdProcess? _process;

    public MortalServer(params string[] arguments)
    {
        _arguments = ["--port", "0", "--listen", "127.0.0.1", "--rate-limit", "off", .. arguments];
    }

    public string Data => _data.Path;

    /// <summary>Where it listens; waits while it is down.</summary>
    public Task<IPEndPoint> EndpointAsync() => _endpoint.Task;

    public async Task StartAsync()
    {
        _process = ChatdProcess.On(_data.Path, _arguments);
        _endpoint.SetResult(await _process.ReadyAsync());
    }

    public void Kill()
    {
        _endpoint = new TaskCompletionSource<IPEndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process!.Dispose();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _data.Dispose();
    }
}
