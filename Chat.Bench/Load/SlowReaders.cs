using System.Diagnostics;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>Members who read nothing while the others talk, and everything afterwards: the server has to keep their places and lose nothing.</summary>
internal sealed class SlowReaders
{
    /// <summary>The server takes somebody for dead who has taken no byte for 60 s.</summary>
    private static readonly long SipInterval = 20 * Stopwatch.Frequency;

    private readonly IReadOnlyList<(EventLoop Loop, Member Member)> _members;
    private long _before;

    public SlowReaders(IReadOnlyList<(EventLoop Loop, Member Member)> members)
    {
        _members = members;
    }

    public int Count => _members.Count;

    /// <summary>They read no more, but for a mouthful now and then.</summary>
    public Task StopReadingAsync() => EachAsync(static (loop, member) =>
    {
        member.Pause(true);
        loop.At(Stopwatch.GetTimestamp() + SipInterval, due => Sip(loop, member, due));
        return 0;
    });

    /// <summary>They read again.</summary>
    public async Task ReadAsync() => _before = (await EachAsync(static (_, member) =>
    {
        var cursor = member.Cursor;
        member.Pause(false);
        return cursor;
    })).Sum();

    /// <summary>How many of them have everything.</summary>
    public async Task<int> CountReadyAsync() => (await EachAsync(static (_, member) => member.HasAll ? 1L : 0)).Count(static ready => ready == 1);

    /// <summary>Events that came since they read again.</summary>
    public async Task<long> CountReadAsync() => (await EachAsync(static (_, member) => member.Cursor)).Sum() - _before;

    private static void Sip(EventLoop loop, Member member, long due)
    {
        if (member.IsPaused)
        {
            member.Sip();
            loop.At(due + SipInterval, next => Sip(loop, member, next));
        }
    }

    private Task<long[]> EachAsync(Func<EventLoop, Member, long> ask) =>
        Task.WhenAll(_members.Select(each => each.Loop.AskAsync(() => ask(each.Loop, each.Member))));
}
