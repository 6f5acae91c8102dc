using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;

namespace Chat.Tests.Delivery;

/// <summary>A peer on real threads who takes a little more or less each time, by his number, and is done with an event of a certain seq.</summary>
internal sealed class PacedOutlet : IOutlet
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _bytes = [];
    private readonly List<long> _seqs = [];
    private readonly int _last;
    private uint _state;
    private int _callers;

    public PacedOutlet(Lanes lanes, int number, int last)
    {
        (_state, _last) = ((uint)number, last);
        Subscriber = lanes.Attach(new SessionId(number), this);
    }

    public Subscriber Subscriber { get; }

    public Task Done => _done.Task;

    public IEnumerable<long> Seqs => _seqs;

    public int DrainBytes => 1_000;

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        Enter();
        var count = Next() % 4 == 0 ? (int)(Next() % 700) : bytes.Length;
        count = Math.Min(count, bytes.Length);
        Take(bytes[..count]);
        Leave();
        return count;
    }

    public bool BeginSend(ReadOnlyMemory<byte> bytes)
    {
        Enter();
        var isAtOnce = Next() % 3 == 0;
        if (isAtOnce)
        {
            Take(bytes.Span);
        }

        Leave();
        if (!isAtOnce)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    Take(bytes.Span);
                    Subscriber.Sent();
                },
                null);
        }

        return isAtOnce;
    }

    public void Answered(int count)
    {
    }

    public void Throttle(bool full)
    {
    }

    public void Flushed()
    {
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        var input = new ReadOnlySequence<byte>([.. _bytes]);
        while (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
        {
            _seqs.Add(((EventFrame)FrameCodec.DecodeReply(payload)).Seq);
        }

        _bytes.RemoveRange(0, _bytes.Count - (int)input.Length);
        if (_seqs.Count > 0 && _seqs[^1] == _last)
        {
            _done.TrySetResult();
        }
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _callers) != 1)
        {
            _done.TrySetException(new InvalidOperationException("Two threads send at once."));
        }
    }

    private void Leave() => Interlocked.Decrement(ref _callers);

    private uint Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state;
    }
}
