using Chat.Protocol;
using Chat.Server.Delivery;
using Chat.Server.Sequencing.Commands;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>What the turn grants to one who searches.</summary>
[TestFixture]
internal sealed class SequencerSearchTests
{
    private TurnBench _bench = null!;
    private Guest _ann = null!;
    private Guest _ben = null!;

    [SetUp]
    public void SetUp()
    {
        _bench = new TurnBench();
        _ann = _bench.Enter("ann");
        _ben = _bench.Enter("ben");
        _bench.Do(_bench.Join(_ann, "#a"), _bench.Join(_ann, "#b"), _bench.Join(_ann, "#empty"), _bench.Join(_ben, "#b"), _bench.Join(_ben, "#c"));
        _bench.Do(
            _bench.Post(_ann, "#a"), _bench.Post(_ann, "#a"), _bench.Post(_ben, "#b"), _bench.Post(_ben, "#c"), _bench.Post(_ben, "@ann"), _bench.Post(_ben, "@ben"));
    }

    [Test]
    public void Search_Everywhere_IsGrantedForOnesOwnRoomsUpToTheirHeads()
    {
        Assert.That(Granted(_bench.Search(_ann, "word")), Is.EquivalentTo(new[] { ("#a", 2L), ("#b", 1L), ("@ben", 1L) }));
        Assert.That(Granted(_bench.Search(_ben, "word")), Is.EquivalentTo(new[] { ("#b", 1L), ("#c", 1L), ("@ann", 1L), ("@ben", 1L) }));
    }

    [Test]
    public void Search_ANamedRoom_IsGrantedForThatAlone()
    {
        Assert.That(Granted(_bench.Search(_ann, "word", "#B")), Is.EqualTo(new[] { ("#b", 1L) }));
        Assert.That(Granted(_bench.Search(_ann, "word", "@BEN")), Is.EqualTo(new[] { ("@ben", 1L) }));
        Assert.That(Granted(_bench.Search(_ann, "word", "@ann")), Is.Empty, "Nothing was said to oneself yet.");
    }

    [Test]
    public void Search_ARoomOneIsNotIn_IsRefused()
    {
        Assert.That(_bench.Fail(_bench.Search(_ann, "word", "#c")), Is.EqualTo(ErrorCodes.NotMember));
        Assert.That(_bench.Fail(_bench.Search(_ann, "word", "#none")), Is.EqualTo(ErrorCodes.NoSuchRoom));
        Assert.That(_bench.Fail(_bench.Search(_ann, "word", "@nobody")), Is.EqualTo(ErrorCodes.NoSuchNick));
    }

    [Test]
    public void Search_AHiddenConversation_IsGranted()
    {
        _bench.Do(_bench.Leave(_ann, "@ben"));

        Assert.That(Granted(_bench.Search(_ann, "word")).Select(room => room.Name), Does.Contain("@ben"));
    }

    [Test]
    public void Search_BehindAPostOfItsOwnGroup_IncludesIt()
    {
        var group = _bench.Do(_bench.Post(_ann, "#a"), _bench.Search(_ann, "word", "#a"), _bench.Post(_ann, "#a"));

        Assert.That(Granted(group.Outputs.Single(output => output.Details?.Search is not null).Details!.Search!), Is.EqualTo(new[] { ("#a", 3L) }));
    }

    [Test]
    public void Search_AfterLeaving_IsGrantedForWhatIsLeft()
    {
        _bench.Do(_bench.Leave(_ann, "#a"));

        Assert.That(Granted(_bench.Search(_ann, "word")).Select(room => room.Name), Is.EquivalentTo(new[] { "#b", "@ben" }));
    }

    [Test]
    public void Search_AnyLimit_IsAPageAtTheMost()
    {
        Assert.That(GrantOf(_bench.Search(_ann, "word", limit: int.MaxValue)).Limit, Is.EqualTo(Limits.MaxPage));
        Assert.That(GrantOf(_bench.Search(_ann, "word", before: 7, limit: 3)), Has.Property("Limit").EqualTo(3).And.Property("Before").EqualTo(7));
    }

    private SearchGrant GrantOf(SearchCommand command) => _bench.Do(command).Outputs.Single(output => output.Kind == InstructionKind.Search).Details!.Search!;

    private List<(string Name, long Head)> Granted(SearchCommand command) => Granted(GrantOf(command));

    private static List<(string Name, long Head)> Granted(SearchGrant grant) => [.. grant.Rooms.Values.Select(room => (room.Name, room.Head))];
}
