using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>Lets members of one loop in, some at a time. Owned by the loop, but for the count.</summary>
internal sealed class Entrance
{
    private const int AtATime = 32;

    private readonly Queue<Member> _waiting;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _entered;

    private Entrance(IEnumerable<Member> members)
    {
        _waiting = new Queue<Member>(members);
        Expected = _waiting.Count;
    }

    /// <summary>So many are to come in.</summary>
    public int Expected { get; }

    /// <summary>So many are in. Any thread.</summary>
    public int Entered => Volatile.Read(ref _entered);

    /// <summary>Ends when all are in.</summary>
    public Task Done => _done.Task;

    public static Entrance Open(EventLoop loop, IEnumerable<Member> members)
    {
        var entrance = new Entrance(members);
        loop.Post(() =>
        {
            for (var i = 0; i < AtATime; i++)
            {
                entrance.LetIn();
            }
        });
        return entrance;
    }

    private void LetIn()
    {
        if (_waiting.TryDequeue(out var member))
        {
            member.Enter(Entering);
        }
        else if (_entered == Expected)
        {
            _done.TrySetResult();
        }
    }

    private void Entering(Member member)
    {
        Volatile.Write(ref _entered, _entered + 1);
        LetIn();
    }
}
