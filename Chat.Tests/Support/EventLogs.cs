using Chat.Server.Log;

namespace Chat.Tests.Support;

/// <summary>Short forms for tests that only write to rooms.</summary>
internal static class EventLogs
{
    public static ValueTask<AppendResult> AppendAsync(this IEventLog store, IReadOnlyList<LogAppend> group, CancellationToken cancellation) =>
        store.AppendAsync(new LogBatch(group), cancellation);
}
