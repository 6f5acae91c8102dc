using System.Security.Cryptography;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Requests;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Sessions;
using Chat.Server.Users;
using Serilog;

namespace Chat.Server.Hosting;

/// <summary>
/// The server without its sockets: sessions, sequencer, log and delivery put together. Connections are given to <see cref="Sessions"/>.
/// </summary>
internal sealed class ServerCore : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IEventLog _log;
    private readonly TimeProvider _time;
    private readonly Lanes _lanes;
    private readonly CommitDriver _driver;
    private readonly MarkKeeping _marks;
    private readonly Heartbeat _heartbeat;

    public ServerCore(ServerCoreOptions options, IEventLog log, IWorkScheduler scheduler, TimeProvider time, ILogger logger)
    {
        Access = options.Access;
        _log = log;
        _time = time;
        var lanes = new LaneContext(log, scheduler, time, Fault) { RecentBytes = options.RecentBytes, Stopping = _stopping.Token };
        _lanes = new Lanes(lanes, options.Lanes);
        var window = new PrepareWindow();
        Sequencer = new Sequencer(new SequencerOptions(options.Name, options.Motd, options.NewId) { Access = options.Access });
        _driver = new CommitDriver(Sequencer, window, _lanes, lanes, logger);
        _marks = new MarkKeeping(_driver, lanes, logger);
        Sequencer.Unkept = _marks.Begin;
        var requests = new RequestRouter(log, window, command =>
        {
            _driver.Submit(command);
            _driver.Kick();
        });
        Sessions = new SessionRegistry(new SessionContext(options.Sessions, requests, _driver, _lanes, time, logger, _stopping.Token));
        _heartbeat = new Heartbeat(Sessions, time);
    }

    /// <summary>Who may come in.</summary>
    public AccessRules Access { get; }

    /// <summary>Completes with an exception when the server cannot go on.</summary>
    public Task Faulted => _faulted.Task;

    public SessionRegistry Sessions { get; }

    internal Sequencer Sequencer { get; }

    /// <summary>16 bytes that nobody can guess.</summary>
    public static Guid NewSecret()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return new Guid(bytes);
    }

    /// <summary>Opens the store and goes on where an earlier server stopped. Before the first connection; a store that is new needs none of it.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be opened or read.</exception>
    /// <exception cref="InvalidDataException">The store is damaged.</exception>
    public async Task RestoreAsync(CancellationToken cancellation)
    {
        var opened = await _log.OpenAsync(cancellation);
        var state = await _log.ReadStateAsync(cancellation);
        Sequencer.Restore(state, opened.SystemHead, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>Has a command of the house decided and stored.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits any more; it may still be done.</exception>
    public async ValueTask<HouseAnswer<T>> DoAsync<T>(HouseCommand<T> command, CancellationToken cancellation)
    {
        _driver.Submit(command);
        _driver.Kick();
        var first = await Task.WhenAny(command.Answered.Task, Faulted).WaitAsync(cancellation);
        await first; // A fault is thrown here.
        return await command.Answered.Task;
    }

    /// <summary>What this thread brings in until <see cref="EndBatch"/> is taken care of together.</summary>
    public static void BeginBatch() => CommitDriver.BeginBatch();

    /// <summary>To be called between one connection's and the next one's: a batch that is large is not made larger.</summary>
    public void CutBatch() => _driver.CutBatch();

    public void EndBatch() => _driver.EndBatch();

    public void Fault(Exception cause) => _faulted.TrySetException(cause);

    /// <summary>Says Bye to all, lets what is in flight end, and returns when nobody is left, or gives up when told to.</summary>
    public async Task StopAsync(CancellationToken abandon)
    {
        await using var giveUp = abandon.Register(static state => ((CancellationTokenSource)state!).Cancel(), _stopping);
        await Sessions.CloseAllAsync("The server stops.");
        await _marks.StopAsync();
        await _driver.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _heartbeat.DisposeAsync();
        await Sessions.CloseAllAsync("The server stops.");
        await _marks.DisposeAsync();
        await _driver.StopAsync();
        await _lanes.DisposeAsync();
        _driver.Dispose();
        await _log.DisposeAsync();
        _stopping.Dispose();
    }
}
