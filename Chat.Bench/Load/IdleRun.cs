using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Many come in and say nothing: what does each take of the server's memory?</summary>
internal sealed class IdleRun
{
    /// <summary>So many come in before anything is measured, for what the server needs once; a tenth where there are few.</summary>
    private const int MostFirst = 200;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private readonly Scene _scene;

    public IdleRun(Scene scene)
    {
        _scene = scene;
    }

    public async Task<LoadResult> RunAsync(CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _scene.Venue.Failed);
        var count = _scene.Options.Idle;
        var first = Math.Min(MostFirst, (count + 9) / 10);
        var isIn = await EnterAsync(first, ending.Token);
        var before = ServerFigures.Read(_scene.Server)?.Memory;
        isIn = isIn && await EnterAsync(count - first, ending.Token);
        var after = ServerFigures.Read(_scene.Server)?.Memory;
        await _scene.Crowd.EachAsync(static member => member.Leave());
        return new LoadResult
        {
            IdleConnections = isIn ? count : 0,
            BytesPerConnection = isIn && count > first ? (double?)(after - before) / (count - first) : null,
            ServerMemory = after,
            Failure = _scene.Venue.Failure,
            WasInterrupted = cancellation.IsCancellationRequested,
        };
    }

    private async Task<bool> EnterAsync(int count, CancellationToken ending)
    {
        var added = _scene.Crowd.AddIdle(count);
        var isIn = await _scene.EnterAsync(added, ending);
        await Scene.WaitAsync(Settling, ending);
        return isIn;
    }
}
