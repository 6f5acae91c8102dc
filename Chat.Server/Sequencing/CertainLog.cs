using Chat.Server.Delivery;
using Chat.Server.Diagnostics;
using Chat.Server.Log;
using Serilog;

namespace Chat.Server.Sequencing;

/// <summary>Appends to the store and does not rest until it is known what came of it. Owned by the driver.</summary>
internal sealed class CertainLog
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly LaneContext _context;
    private readonly IEventLog _log;
    private readonly ILogger _logger;

    public CertainLog(LaneContext context, ILogger logger)
    {
        _context = context;
        _log = context.Log;
        _logger = logger;
    }

    /// <summary>Appends a group. The outcome is never <see cref="AppendOutcome.InDoubt"/>.</summary>
    /// <exception cref="OperationCanceledException">The server gave up waiting.</exception>
    public async ValueTask<AppendResult> AppendAsync(LogBatch batch)
    {
        AppendResult result;
        try
        {
            result = await _log.AppendAsync(batch, _context.Stopping);
        }
        catch (Exception doubt) when (doubt is not OperationCanceledException || !_context.Stopping.IsCancellationRequested)
        {
            _logger.StoreInDoubt(doubt);
            result = new AppendResult(AppendOutcome.InDoubt);
        }

        return result.Outcome == AppendOutcome.InDoubt ? await ResolveDoubtAsync(batch) : result;
    }

    /// <summary>Opens the store anew until it tells whether the group is in it.</summary>
    private async Task<AppendResult> ResolveDoubtAsync(LogBatch batch)
    {
        for (var pause = FirstRetry; ; pause = pause * 2 < LastRetry ? pause * 2 : LastRetry)
        {
            try
            {
                var opened = await _log.OpenAsync(_context.Stopping);
                _logger.StoreRecovered();
                return Compare(batch, opened);
            }
            catch (LogUnavailableException closed)
            {
                _logger.StoreClosed(closed.Message);
                await Task.Delay(pause, _context.Time, _context.Stopping);
            }
        }
    }

    private static AppendResult Compare(LogBatch batch, OpenedLog opened)
    {
        var heads = opened.Logs.ToDictionary(static bound => bound.Log, static bound => bound.Head);
        var logs = batch.Logs.Select(append => (Grown: heads.GetValueOrDefault(append.Log) - append.ExpectedHead, append.Events.Count)).ToList();
        if (batch.System is { } system)
        {
            logs.Add((opened.SystemHead - system.ExpectedHead, system.Events.Count));
        }

        if (logs.TrueForAll(static log => log.Grown == log.Count))
        {
            return AppendResult.Done with { Logs = opened.Logs }; // Nobody tells which of the others have lost events to it.
        }

        if (logs.TrueForAll(static log => log.Grown == 0))
        {
            return new AppendResult(AppendOutcome.Failed);
        }

        throw new InvalidOperationException("The store holds a part of a group that it must hold as a whole or not at all.");
    }
}
