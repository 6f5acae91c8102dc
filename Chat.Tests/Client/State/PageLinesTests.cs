using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class PageLinesTests
{
    private static readonly ChatState State = new() { Nick = "alice" };

    [Test]
    public void Read_OfWhatWasDoneToMessages_FoldsItIntoThem()
    {
        Assert.That(Read(
            new PageEvent(1, 0, "bob", EventKind.Text, "soup at one?"),
            new PageEvent(2, 0, "carol", EventKind.Text, "yes", 1),
            new PageEvent(3, 0, "bob", EventKind.Edit, "soup at one?", 1),
            new PageEvent(4, 0, "carol", EventKind.Reaction, "\U0001F44D", 1),
            new PageEvent(5, 0, "alice", EventKind.Reaction, "\U0001F44D", 1),
            new PageEvent(6, 0, "dave", EventKind.Reaction, ":+1:", 1),
            new PageEvent(7, 0, "erin", EventKind.Reaction, ":-1:", 1),
            new PageEvent(8, 0, "erin", EventKind.ReactionWithdrawn, ":-1:", 1),
            new PageEvent(9, 0, "bob", EventKind.Delete, "", 9),
            new PageEvent(10, 0, "bob", EventKind.Edit, "", 9),
            new PageEvent(11, 0, "bob", EventKind.Delete, "", 9)), Is.EqualTo([
            "00:00 #lobby <bob> soup at one? (edited)",
            "      ↳ \U0001F44D carol, alice · :+1: dave",
            "00:00 #lobby <carol> ↪ bob: soup at one?",
            "                     yes",
            "00:00 #lobby <bob> (deleted)"]));
    }

    [Test]
    public void Read_OfWhatWasDoneToMessagesThatAreNotInIt_TellsIt()
    {
        Assert.That(Read(
            new PageEvent(13, 0, "bob", EventKind.Edit, "better", 1),
            new PageEvent(14, 0, "bob", EventKind.Edit, "", 2),
            new PageEvent(15, 0, "bob", EventKind.Delete, "", 2),
            new PageEvent(16, 0, "bob", EventKind.Text, "re", 2),
            new PageEvent(17, 0, "bob", EventKind.Reaction, ":+1:", 1)), Is.EqualTo([
            "00:00 #lobby * bob edited an earlier message: better",
            "00:00 #lobby * bob deleted an earlier message",
            "00:00 #lobby <bob> ↪ an earlier message",
            "                   re",
            "00:00 #lobby * bob reacted :+1: to an earlier message"]));
    }

    [Test]
    public void Reactions_OfMany_AreCounted_AndBounded()
    {
        var reactions = Reactions.None;
        for (var i = 0; i < 1000; i++)
        {
            reactions = reactions.With(":+1:", $"nick{i}", true).With($":{i}:", "bob", true);
        }

        Assert.That(reactions.Given, Has.Length.EqualTo(20));
        Assert.That(reactions.Summary().Value, Does.StartWith(":+1: 100 · :0: bob"));
        Assert.That(reactions.With(":+1:", "nick1", true).Count, Is.EqualTo(reactions.Count), "one cannot do it twice");
        Assert.That(reactions.Renamed("bob", "rob").Given[1].Nicks, Is.EqualTo(["rob"]));
        Assert.That(Reactions.None.With(":+1:", "bob", true).With(":+1:", "bob", false).IsEmpty, Is.True);
    }

    [Test]
    public void Read_OfAConversation_AfterNewNicks_SaysWhoItWas()
    {
        var state = State.Renamed("bob", "rob").Renamed("ally", "al").Renamed("al", "alice");
        PageEvent[] page =
        [
            new(1, 0, "bob", EventKind.Text, "psst"),
            new(2, 0, "ally", EventKind.Text, "what?"),
            new(3, 0, "rob", EventKind.Action, "waves"),
            new(4, 0, "alice", EventKind.Text, "oh"),
            new(5, 0, "long-ago", EventKind.Text, "who was that?"),
        ];

        var lines = new PageLines(new EventLines(TimeZoneInfo.Utc)).Read(new RoomView("@rob"), page, state).Lines;

        Assert.That(lines.SelectMany(line => LineLayout.Rows(line, null)).Select(row => row.Value), Is.EqualTo([
            "00:00 rob → alice: psst",
            "00:00 alice → rob: what?",
            "00:00 rob → alice: * rob waves",
            "00:00 alice → rob: oh",
            "00:00 @rob <long-ago> who was that?"]));
        Assert.That(lines.Select(line => line.IsOwn), Is.EqualTo([false, true, false, true, false]));
    }

    [Test]
    public void Renamed_InACircle_EndsSomewhere()
    {
        var state = State.Renamed("a", "b").Renamed("b", "a").Renamed("x", "y").Renamed("z", "x");

        Assert.That((state.CurrentNick("a"), state.CurrentNick("b"), state.CurrentNick("z"), state.CurrentNick("x")), Is.EqualTo(("a", "a", "x", "x")));
    }

    private static List<string> Read(params PageEvent[] page)
    {
        var lines = new PageLines(new EventLines(TimeZoneInfo.Utc)).Read(new RoomView("#lobby"), page, State).Lines;
        return [.. lines.SelectMany(line => LineLayout.Rows(line, null)).Select(row => row.Value)];
    }
}
