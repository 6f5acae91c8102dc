using System.Net;
using Chat.Server.Hosting;

namespace Chat.Tests.Hosting;

/// <summary>A server that does what the test says.</summary>
internal sealed class FakeServer : IServer
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<IPEndPoint> Endpoints { get; } = [new(IPAddress.Loopback, 4711)];

    public TaskCompletionSource Fault { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Faulted => Fault.Task;

    public Task Stopping => _stopping.Task;

    public Func<CancellationToken, Task> Start { get; init; } = _ => Task.CompletedTask;

    public Func<CancellationToken, Task> Stop { get; init; } = _ => Task.CompletedTask;

    public bool IsDisposed { get; private set; }

    public Task StartAsync(CancellationToken cancellation) => Start(cancellation);

    public OperatorStart Operators { get; init; } = new(true, null);

    public ValueTask<OperatorStart> FindOperatorsAsync(CancellationToken cancellation) => ValueTask.FromResult(Operators);

    public Task StopAsync(CancellationToken abandon)
    {
        _stopping.SetResult();
        return Stop(abandon);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }
}
