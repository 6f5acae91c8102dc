using Chat.Client.Connection;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

/// <summary>More was missed than anybody would read.</summary>
[TestFixture]
public sealed class SessionJumpTests
{
    [Test]
    public void Joined_FarAhead_AsksForTheLatestOnly_AndSaysHowManyAreLeftOut()
    {
        var harness = Lost(most: 10);
        var join = harness.Sent<JoinFrame>();
        Assert.That(join.After, Is.EqualTo(5));
        harness.Receive(Joined(join.Id, "#lobby", 100), Said("#lobby", 6), Said("#lobby", 7));
        var again = harness.Sent<JoinFrame>();
        Assert.That((again.After, again.Log), Is.EqualTo((90L, LobbyLog)));
        harness.Receive(Said("#lobby", 8), Joined(again.Id, "#lobby", 101), Said("#lobby", 91));

        var events = harness.Events();
        var opened = events.OfType<LinkEvent.RoomOpened>().Single();
        Assert.That((opened.Cursor, opened.Skipped, opened.How), Is.EqualTo((90L, 85L, Opening.Resumed)));
        Assert.That(events.OfType<LinkEvent.Arrived>().Select(arrived => arrived.Event.Seq), Is.EqualTo([91]), "nothing of what is left out");
    }

    [Test]
    public void Joined_NotSoFarAhead_IsToldWhole()
    {
        var harness = Lost(most: 10);
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 15), Said("#lobby", 6));

        harness.AssertNothingSent();
        Assert.That(harness.Arrived(), Is.EqualTo([6]));
    }

    [Test]
    public void Joined_FarAhead_ForWhoMustSeeEverything_IsToldWhole()
    {
        var harness = Lost(most: null);
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 100_000), Said("#lobby", 6));

        harness.AssertNothingSent();
        Assert.That(harness.Arrived(), Is.EqualTo([6]));
    }

    [Test]
    public void Jump_CutOff_IsMadeAgain_AndCountsFromWhereItBegan()
    {
        var harness = Lost(most: 10);
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 100));
        harness.Sent<JoinFrame>();
        harness.Reconnect();
        var join = harness.Sent<JoinFrame>();
        Assert.That(join.After, Is.EqualTo(90));
        harness.Receive(Joined(join.Id, "#lobby", 200));
        var again = harness.Sent<JoinFrame>();
        harness.Receive(Joined(again.Id, "#lobby", 200));

        Assert.That(again.After, Is.EqualTo(190));
        Assert.That(harness.Events().OfType<LinkEvent.RoomOpened>().Single().Skipped, Is.EqualTo(185));
    }

    [Test]
    public void Jump_OverWhatRetentionHasTaken_CountsWhatIsThere()
    {
        var harness = Lost(most: 10);
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 100, first: 81));
        harness.Receive(Joined(harness.Sent<JoinFrame>().Id, "#lobby", 100, first: 81));

        Assert.That(harness.Events().OfType<LinkEvent.RoomOpened>().Single().Skipped, Is.EqualTo(10));
    }

    private static SessionHarness Lost(int? most)
    {
        var harness = new SessionHarness(options => options with { MostUnseen = most });
        harness.EnterLobby(5);
        harness.Reconnect();
        harness.Events();
        return harness;
    }
}
