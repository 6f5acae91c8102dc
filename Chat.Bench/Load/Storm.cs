using System.Diagnostics;
using Chat.Bench.Measuring;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>Breaks one connection after the other, each of which comes back at once and goes on where it was. Owned by the loop of these members.</summary>
internal sealed class Storm
{
    private readonly EventLoop _loop;
    private readonly List<Member> _members;
    private readonly long _interval;
    private int _next;
    private long _resumed;
    private bool _isOver;

    /// <param name="loop">The loop of the members.</param>
    /// <param name="members">Those whose connections break, in turn.</param>
    /// <param name="perSecond">How many break in a second.</param>
    public Storm(EventLoop loop, List<Member> members, int perSecond)
    {
        _loop = loop;
        _members = members;
        _interval = Stopwatch.Frequency / perSecond;
    }

    /// <summary>Connections that were broken and have come back. Any thread.</summary>
    public long Resumed => Volatile.Read(ref _resumed);

    /// <summary>From the time at which a connection was to break to the answer to Join.</summary>
    public Latencies Latencies { get; } = new();

    public Task BeginAsync() => _loop.AskAsync(() =>
    {
        _loop.At(Stopwatch.GetTimestamp() + _interval, BreakNext);
        return true;
    });

    public Task EndAsync() => _loop.AskAsync(() => _isOver = true);

    private void BreakNext(long due)
    {
        if (_isOver)
        {
            return;
        }

        var member = _members[_next++ % _members.Count];
        if (member.IsIn)
        {
            // Half of them hang up, half are gone without a word.
            member.Break(abruptly: _next % 2 == 0);
            member.Enter(_ =>
            {
                Latencies.Add(Stopwatch.GetTimestamp() - due);
                Volatile.Write(ref _resumed, _resumed + 1);
            });
        }

        _loop.At(due + _interval, BreakNext);
    }
}
