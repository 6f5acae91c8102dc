using Chat.Server.Log;

namespace Chat.Server.Sequencing;

/// <summary>An append that runs on another thread while the one that ordered it has something else to do.</summary>
internal sealed class PendingAppend(CertainLog log, LogBatch batch) : IThreadPoolWorkItem
{
    /// <summary>Whoever waits for it goes on where it ended: the group is on the disk, and the next step is his.</summary>
    private readonly TaskCompletionSource<AppendResult> _result = new();

    public Task<AppendResult> Result => _result.Task;

    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            _result.SetResult(await log.AppendAsync(batch));
        }
        catch (Exception failed)
        {
            _result.SetException(failed);
        }
    }
}
