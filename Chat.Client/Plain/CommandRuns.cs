namespace Chat.Client.Plain;

/// <summary>Commands under way. Used in the steps of the chat.</summary>
internal sealed class CommandRuns
{
    private readonly List<Task> _running = [];

    public bool AreDone => _running.Count == 0;

    public void Add(Task running) => _running.Add(running);

    /// <summary>Forgets those that are done; one that failed is a mistake of ours, and not to be overlooked.</summary>
    public async Task ReapAsync()
    {
        foreach (var task in _running.FindAll(static task => task.IsCompleted))
        {
            _running.Remove(task);
            await task;
        }
    }

    /// <summary>Forgets those that are done well.</summary>
    public void Forget() => _running.RemoveAll(static task => task.IsCompletedSuccessfully);

    public Task AllAsync() => Task.WhenAll(_running);
}
