namespace Chat.Tests.Support;

/// <summary>A place where something has to wait until a test lets it go on. Any thread.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _inline;
    private bool _isOpen;

    /// <param name="inline">Whether those who wait go on in <see cref="Open"/>, on the thread that opens: for tests of one thread.</param>
    public Gate(bool inline = false)
    {
        _inline = inline;
    }

    /// <summary>Ends when the first has come to the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets all through who wait and who come.</summary>
    public void Open()
    {
        TaskCompletionSource[] waiting;
        lock (_lock)
        {
            _isOpen = true;
            waiting = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var one in waiting)
        {
            one.TrySetResult();
        }
    }

    public async Task PassAsync(CancellationToken cancellation)
    {
        var pass = new TaskCompletionSource(_inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isOpen)
            {
                return;
            }

            _waiting.Add(pass);
        }

        _reached.TrySetResult();
        await using var cancelled = cancellation.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), pass);
        await pass.Task;
    }
}
