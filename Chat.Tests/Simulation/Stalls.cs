namespace Chat.Tests.Simulation;

/// <summary>What waits for the seed to let it go on.</summary>
internal sealed class Stalls
{
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly Draw _draw;

    public Stalls(Draw draw)
    {
        _draw = draw;
    }

    public ValueTask WaitAsync(CancellationToken cancellation)
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), released);
        _waiting.Add(released);
        return new ValueTask(released.Task);
    }

    /// <summary>Lets one go on; false when none waits.</summary>
    public bool ReleaseOne()
    {
        if (_waiting.Count == 0)
        {
            return false;
        }

        var chosen = _draw.Below(_waiting.Count);
        var released = _waiting[chosen];
        _waiting.RemoveAt(chosen);
        released.TrySetResult();
        return true;
    }
}
