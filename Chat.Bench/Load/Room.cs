using System.Diagnostics;
using System.Numerics;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>
/// A room and what is posted in it: a window that is kept full, or messages that have their time. Posting belongs to the loop of its senders; where a message
/// has come is counted by all loops.
/// </summary>
internal sealed class Room
{
    private readonly List<Member> _senders = [];
    private readonly int[] _sharesLeft;
    private readonly Action _postNext;
    private readonly string _text;
    private int _shares;
    private int _number;
    private long _acknowledged;
    private long _interval;
    private bool _isPosting;

    /// <param name="name">Its name, with the #.</param>
    /// <param name="home">The loop of its senders.</param>
    /// <param name="run">The number of this run.</param>
    /// <param name="options">How much is posted.</param>
    public Room(string name, EventLoop home, int run, LoadOptions options)
    {
        Name = name;
        Home = home;
        Opening = ScannedEvent.Opening(name);

        // One sender's oldest message may wait while the others' come and go, until all that are under way are his.
        Places = (int)BitOperations.RoundUpToPowerOf2((uint)(options.EffectiveWindow * (options.Senders + 1)));
        _sharesLeft = new int[Places];
        Run = run;
        _text = new string('x', options.Size);
        _postNext = PostNext;
    }

    public string Name { get; }

    /// <summary>The number of this run.</summary>
    public int Run { get; }

    public EventLoop Home { get; }

    /// <summary>See <see cref="ScannedEvent.Opening"/>.</summary>
    public byte[] Opening { get; }

    /// <summary>So many messages that are under way can be told apart by their number.</summary>
    public int Places { get; }

    /// <summary>The highest seq that was acknowledged. Any thread.</summary>
    public long Acknowledged => Volatile.Read(ref _acknowledged);

    /// <summary>Posts without an answer. The loop of its senders.</summary>
    public int Unanswered => _senders.Sum(static sender => sender.Unanswered);

    public void AddSender(Member sender) => _senders.Add(sender);

    /// <summary>There is one more loop with members for whom a message waits. Any thread, before the first message.</summary>
    public void AddShare() => Interlocked.Increment(ref _shares);

    /// <summary>Posts so many, and another one whenever one has come to all. The loop of its senders.</summary>
    public void KeepFull(int window)
    {
        Array.Fill(_sharesLeft, _shares);
        _isPosting = true;
        for (var i = 0; i < window; i++)
        {
            PostNext();
        }
    }

    /// <summary>Posts one after the other, each at its time, whatever has become of those before. The loop of its senders.</summary>
    /// <param name="first">When to post the first one.</param>
    /// <param name="interval">The time between two.</param>
    public void KeepPace(long first, long interval)
    {
        Array.Fill(_sharesLeft, int.MaxValue);
        _isPosting = true;
        _interval = interval;
        Home.At(first, PostDue);
    }

    /// <summary>Posts no more. The loop of its senders.</summary>
    public bool Stop() => _isPosting = false;

    /// <summary>All members of one loop have a message. Any loop.</summary>
    public void Delivered(int number)
    {
        ref var left = ref _sharesLeft[number & (Places - 1)];
        if (_interval == 0 && Interlocked.Decrement(ref left) == 0)
        {
            Volatile.Write(ref left, _shares);
            Home.Run(_postNext);
        }
    }

    /// <summary>A post was acknowledged. The loop of its senders.</summary>
    public void Posted(long seq) => Volatile.Write(ref _acknowledged, Math.Max(_acknowledged, seq));

    private void PostNext() => Post(Stopwatch.GetTimestamp());

    private void PostDue(long due)
    {
        Post(due);
        if (_isPosting)
        {
            Home.At(due + _interval, PostDue);
        }
    }

    private void Post(long due)
    {
        if (_isPosting)
        {
            _senders[_number % _senders.Count].Post(new MessageKey(Run, _number++, due), _text);
        }
    }
}
