namespace Chat.Tests.Support;

/// <summary>A place where something has to wait until a test lets it go on.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened;

    /// <param name="inline">Whether those who wait go on in <see cref="Open"/>, on the thread that opens: for tests of one thread.</param>
    public Gate(bool inline = false)
    {
        _opened = new TaskCompletionSource(inline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Ends when the first has come to the gate.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets all through who wait and who come.</summary>
    public void Open() => _opened.TrySetResult();

    public Task PassAsync(CancellationToken cancellation)
    {
        _reached.TrySetResult();
        return _opened.Task.WaitAsync(cancellation);
    }
}
