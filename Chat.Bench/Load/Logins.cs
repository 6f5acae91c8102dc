using System.Diagnostics;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>Members who come in and go at once, each at his time or as soon as another has gone. Owned by its loop.</summary>
internal sealed class Logins
{
    /// <summary>So many are on their way in where there is no time to wait for.</summary>
    private const int AtATime = 32;

    private readonly EventLoop _loop;
    private readonly Tally _tally;
    private readonly Func<Member> _make;
    private readonly long _interval;
    private bool _isOver;

    /// <param name="loop">The loop of the members.</param>
    /// <param name="tally">Where they are counted.</param>
    /// <param name="make">Makes the next one.</param>
    /// <param name="interval">The time between two; 0 for as fast as possible.</param>
    public Logins(EventLoop loop, Tally tally, Func<Member> make, long interval)
    {
        _loop = loop;
        _tally = tally;
        _make = make;
        _interval = interval;
    }

    /// <summary>Begins, from any thread.</summary>
    public void Begin(long first) => _loop.Post(() =>
    {
        if (_interval > 0)
        {
            _loop.At(first, EnterDue);
            return;
        }

        for (var i = 0; i < AtATime; i++)
        {
            EnterNext();
        }
    });

    public Task EndAsync() => _loop.AskAsync(() => _isOver = true);

    private void EnterDue(long due)
    {
        if (!_isOver)
        {
            Enter(due);
            _loop.At(due + _interval, EnterDue);
        }
    }

    private void EnterNext()
    {
        if (!_isOver)
        {
            Enter(Stopwatch.GetTimestamp());
        }
    }

    private void Enter(long due) => _make().Enter(member =>
    {
        _tally.CountLogin();
        if (_tally.IsMeasuring)
        {
            _tally.Latencies.Add(Stopwatch.GetTimestamp() - due);
        }

        member.Leave();
        if (_interval == 0)
        {
            // Not from within this one's answer, so that the others get their turn.
            _loop.At(due, _ => EnterNext());
        }
    });
}
