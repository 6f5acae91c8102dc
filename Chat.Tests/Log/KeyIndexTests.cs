using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Memory;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>Finding events by their keys.</summary>
[TestFixture]
internal sealed class KeyIndexTests
{
    private readonly EventRing _events = new();
    private readonly Queue<PostKey> _held = new();
    private int _last;

    [SetUp]
    public void Empty()
    {
        while (_held.Count > 0)
        {
            Drop();
        }
    }

    /// <summary>Whatever comes and goes, exactly the keys of the events that are there are found.</summary>
    [Test]
    public void TryFind_OverAnyHistory_FindsWhatIsThereAndNothingElse([Range(1, 5)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        var index = new KeyIndex(_events);
        var gone = new List<PostKey>();
        for (var round = 0; round < 30; round++)
        {
            for (var adds = random.Next(1_000); adds > 0; adds--)
            {
                Add(index);
            }

            for (var drops = random.Next(_held.Count + 1); drops > 0; drops--)
            {
                gone.Add(Drop());
            }

            foreach (var key in _held)
            {
                Assert.That(index.TryFind(key, out var place) && _events[place].PostKey == key, Is.True);
            }

            Assert.That(gone.Exists(key => index.TryFind(key, out _)), Is.False);
        }
    }

    [Test]
    public void Add_OfAKeyWhoseEventIsGone_IsFoundAnew()
    {
        var index = new KeyIndex(_events);
        var key = Add(index);
        Drop();
        Assert.That(index.TryFind(key, out _), Is.False);

        var place = Add(index, key);

        Assert.That(index.TryFind(key, out var found), Is.True);
        Assert.That(found, Is.EqualTo(place));
    }

    [Test]
    public void Room_WhileAsManyGoAsCome_StaysAsItIs()
    {
        var index = new KeyIndex(_events);
        for (var i = 0; i < 10_000; i++)
        {
            Add(index);
        }

        var room = index.Room;
        for (var i = 0; i < 100_000; i++)
        {
            Drop();
            Add(index);
        }

        Assert.That(index.Room, Is.EqualTo(room));
    }

    [Test]
    public void Room_WhenMostAreGone_IsGivenBack()
    {
        var index = new KeyIndex(_events);
        for (var i = 0; i < 50_000; i++)
        {
            Add(index);
        }

        Empty();
        for (var i = 0; i < 50_000; i++)
        {
            Add(index);
            Drop();
        }

        Assert.That(index.Room, Is.LessThan(1_000));
    }

    private PostKey Add(KeyIndex index)
    {
        var key = new PostKey(new UserId(1 + (_last % 3)), new Guid(++_last, 0, 0, new byte[8]));
        Add(index, key);
        return key;
    }

    private long Add(KeyIndex index, PostKey key)
    {
        var place = _events.Add(new LogEvent { Seq = 1, Time = 1, Author = key.User, Nick = "a", Kind = EventKind.Text, Text = "x", Key = key.Key }, 1, "x");
        index.Add(key, place);
        _held.Enqueue(key);
        return place;
    }

    private PostKey Drop()
    {
        _events.DropOldest();
        return _held.Dequeue();
    }
}
