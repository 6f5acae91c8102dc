using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>A peer as a lane sees it, who takes as many bytes as a test lets him.</summary>
internal sealed class ScriptedOutlet : IOutlet
{
    private readonly List<byte> _taken = [];
    private ReadOnlyMemory<byte> _inFlight;
    private int _callers;

    /// <summary>Bytes that direct sends may still take; below 0 the peer is gone.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>Whether <see cref="IOutlet.BeginSend"/> ends at once.</summary>
    public bool TakesAtOnce { get; set; }

    public int DrainBytes { get; set; } = 4 * 1024;

    /// <summary>Bytes to look out for, at the place where they are.</summary>
    public ReadOnlyMemory<byte> Watched { get; set; }

    /// <summary>How often a send was of the watched array itself, from its beginning.</summary>
    public int WatchedSends { get; private set; }

    public int Sends { get; private set; }

    public int Answers { get; private set; }

    /// <summary>What it was told of a full outbox, one after the other.</summary>
    public List<bool> Throttles { get; } = [];

    public int Flushes { get; private set; }

    public long Count { get; private set; }

    public bool HasInFlight => !_inFlight.IsEmpty;

    public ReadOnlyMemory<byte> InFlight => _inFlight;

    /// <summary>Thrown by the next send.</summary>
    public Exception? Failure { get; set; }

    /// <summary>All frames taken so far, the last of which has to be whole.</summary>
    public IReadOnlyList<Frame> Frames
    {
        get
        {
            var input = new ReadOnlySequence<byte>(_taken.ToArray());
            var frames = new List<Frame>();
            while (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
            {
                frames.Add(FrameCodec.DecodeReply(payload));
            }

            Assert.That(input.IsEmpty, "The last frame is not whole.");
            return frames;
        }
    }

    public IReadOnlyList<EventFrame> Events => [.. Frames.OfType<EventFrame>()];

    public byte[] Bytes => [.. _taken];

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        Enter();
        Assert.That(HasInFlight, Is.False, "A send while another is under way.");
        Assert.That(bytes.Length, Is.GreaterThan(0));
        Sends++;
        if (Failure is { } failure)
        {
            throw failure;
        }

        if (!Watched.IsEmpty && Unsafe.AreSame(ref MemoryMarshal.GetReference(bytes), ref MemoryMarshal.GetReference(Watched.Span)))
        {
            WatchedSends++;
        }

        var count = Math.Min(Room, bytes.Length);
        if (count > 0)
        {
            Take(bytes[..count]);
            Room -= Room == int.MaxValue ? 0 : count;
        }

        Leave();
        return count;
    }

    public bool BeginSend(ReadOnlyMemory<byte> bytes)
    {
        Enter();
        Assert.That(HasInFlight, Is.False, "A send while another is under way.");
        Assert.That(bytes.Length, Is.InRange(1, DrainBytes));
        if (TakesAtOnce)
        {
            Take(bytes.Span);
        }
        else
        {
            _inFlight = bytes;
        }

        Leave();
        return TakesAtOnce;
    }

    /// <summary>What is under way is taken.</summary>
    public void Complete(Subscriber subscriber)
    {
        var bytes = _inFlight;
        _inFlight = default;
        Take(bytes.Span);
        subscriber.Sent();
    }

    public void Answered(int count) => Answers += count;

    public void Throttle(bool full) => Throttles.Add(full);

    public void Flushed() => Flushes++;

    private void Take(ReadOnlySpan<byte> bytes)
    {
        Count += bytes.Length;
        _taken.AddRange(bytes);
    }

    private void Enter() => Assert.That(Interlocked.Increment(ref _callers), Is.EqualTo(1), "Two threads send at once.");

    private void Leave() => Interlocked.Decrement(ref _callers);
}
