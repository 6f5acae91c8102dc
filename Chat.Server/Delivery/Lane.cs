using System.Collections.Concurrent;

namespace Chat.Server.Delivery;

/// <summary>
/// A share of the sessions and the only owner of their outboxes and cursors. One thread at a time runs it: whoever finds it idle
/// (<see cref="TryRun"/>), or else the scheduler.
/// </summary>
/// <remarks>All mutable state here, in <see cref="Feed"/>, <see cref="Subscription"/> and <see cref="Subscriber"/> belongs to the thread that runs the lane.</remarks>
internal sealed partial class Lane : IThreadPoolWorkItem, IAsyncDisposable
{
    /// <summary>A session with this many bytes waiting is not pushed to and not read from.</summary>
    public const int OutboxBound = 64 * 1024;

    /// <summary>Presence for a session that has even this much waiting is skipped although it should arrive.</summary>
    private const int NoticeBound = 4 * OutboxBound;

    /// <summary>Items done before the lane lets other work of the scheduler go first.</summary>
    private const int ItemsPerRun = 4096;

    private readonly ConcurrentQueue<LaneItem> _items = new();
    private readonly Dictionary<FeedId, Feed> _feeds = [];
    private readonly PendingSends _pending = new();
    private readonly Queue<Subscriber> _resuming = new();
    private readonly RecentBlocks _recent;
    private readonly LaneContext _context;
    private byte[] _scratch = new byte[OutboxBound];
    private int _isOwned;

    public Lane(LaneContext context)
    {
        _context = context;
        _recent = new RecentBlocks(context.RecentBytes);
    }

    /// <summary>Hands something to the lane, from any thread.</summary>
    public void Post(LaneItem item)
    {
        Enqueue(item);
        Wake();
    }

    /// <summary>Like <see cref="Post"/>, for one who will call <see cref="TryRun"/> or <see cref="Wake"/> himself.</summary>
    public void Enqueue(LaneItem item) => _items.Enqueue(item);

    /// <summary>Has the scheduler run the lane, if nobody does.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isOwned, 1) == 0)
        {
            _context.Scheduler.Schedule(this);
        }
    }

    /// <summary>Runs the lane here and now, if nobody else does.</summary>
    public void TryRun()
    {
        if (Interlocked.Exchange(ref _isOwned, 1) == 0)
        {
            Run();
        }
    }

    void IThreadPoolWorkItem.Execute() => Run();

    private void Run()
    {
        try
        {
            do
            {
                Resume();
                var left = ItemsPerRun;
                while (left-- > 0 && _items.TryDequeue(out var item))
                {
                    Handle(item);
                }

                FlushAll();
                if (left < 0 || _resuming.Count > 0)
                {
                    _context.Scheduler.Schedule(this);
                    return;
                }

                Interlocked.Exchange(ref _isOwned, 0);
            }
            while (!_items.IsEmpty && Interlocked.Exchange(ref _isOwned, 1) == 0);
        }
        catch (Exception broken)
        {
            // A lane that has failed half way through an item cannot be trusted with anybody's order: it stays owned and the server ends.
            _context.Fault(broken);
        }
    }

    private void Handle(LaneItem item)
    {
        switch (item.Kind)
        {
            case LaneItemKind.Deliver:
                foreach (var instruction in (List<Instruction>)item.Payload!)
                {
                    Execute(instruction);
                }

                break;
            case LaneItemKind.Send:
                Push(item.Subscriber!, item.Bytes);
                if (item.Payload is Action written)
                {
                    AwaitWritten(item.Subscriber!, written);
                }

                break;
            case LaneItemKind.Answer:
                Push(item.Subscriber!, item.Bytes);
                item.Subscriber!.Outlet.Answered(1);
                break;
            case LaneItemKind.Searched:
                Searched(item);
                break;
            case LaneItemKind.Finish:
                Finish(item.Subscriber!, item.Bytes);
                break;
            case LaneItemKind.Sent:
                Sent(item.Subscriber!);
                break;
            case LaneItemKind.Loaded:
                Loaded((CatchUpRead)item.Payload!);
                CatchUp(item.Subscriber!);
                break;
            case LaneItemKind.Detach:
                Detach(item.Subscriber!);
                break;
        }
    }

    private void Execute(in Instruction instruction)
    {
        switch (instruction.Kind)
        {
            case InstructionKind.Answer:
                Push(instruction.Subscriber!, instruction.Bytes);
                instruction.Subscriber!.Outlet.Answered(instruction.Answers);
                break;
            case InstructionKind.Notice:
                Notify(instruction);
                break;
            case InstructionKind.Presence:
                PushPresence(instruction.Subscriber!, instruction.Bytes);
                break;
            case InstructionKind.Events:
                Publish(instruction.Details!.Feed, instruction.Details.Block!);
                break;
            case InstructionKind.RoomPresence:
            case InstructionKind.Typing:
                PublishEphemeral(instruction);
                break;
            case InstructionKind.Subscribe:
                Subscribe(instruction);
                break;
            case InstructionKind.Unsubscribe:
                Unsubscribe(instruction.Subscriber!, instruction.Feed);
                break;
            case InstructionKind.End:
                End(instruction);
                break;
            case InstructionKind.Rename:
                Rename(instruction.Details!.Feed, instruction.Details.Name!);
                break;
            case InstructionKind.Forget:
                _feeds.GetValueOrDefault(instruction.Feed)?.Forget();
                break;
            case InstructionKind.Page:
                Serve(instruction.Subscriber!, instruction.Details!.Grant!);
                break;
            case InstructionKind.Search:
                Serve(instruction.Subscriber!, instruction.Details!.Search!);
                break;
            case InstructionKind.Finish:
                Finish(instruction.Subscriber!, instruction.Bytes);
                break;
        }
    }
}
