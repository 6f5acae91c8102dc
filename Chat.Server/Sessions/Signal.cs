namespace Chat.Server.Sessions;

/// <summary>
/// Wakes one waiter. Setting it when nobody waits is remembered once. Cheap to set when nobody waits, which is nearly always.
/// </summary>
internal sealed class Signal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    /// <summary>Waits until it is set, and resets it. One waiter at a time.</summary>
    public Task WaitAsync()
    {
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return Task.CompletedTask;
            }

            _waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    public void Set()
    {
        lock (_gate)
        {
            if (_waiter is { } waiter)
            {
                _waiter = null;
                waiter.SetResult();
            }
            else
            {
                _isSet = true;
            }
        }
    }
}
