using Chat.Client.State;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class RoomOrderTests
{
    [Test]
    public void Rooms_ComeByName_BeforeConversations()
    {
        var state = State("#b", "@a", "#C", "#a");

        Assert.That(RoomOrder.Of(state), Is.EqualTo(["#a", "#b", "#C", "@a"]));
        Assert.That((RoomOrder.At(state, 1), RoomOrder.At(state, 4), RoomOrder.At(state, 5), RoomOrder.At(state, 0)), Is.EqualTo(("#a", "@a", (string?)null, (string?)null)));
    }

    [Test]
    public void Step_GoesAround()
    {
        var state = State("#a", "#b", "@c");

        Assert.That(RoomOrder.Step(state.Select("#a"), 1), Is.EqualTo("#b"));
        Assert.That(RoomOrder.Step(state.Select("#a"), -1), Is.EqualTo("@c"));
        Assert.That(RoomOrder.Step(state.Select("@c"), 1), Is.EqualTo("#a"));
        Assert.That(RoomOrder.Step(state.Select("#elsewhere"), 1), Is.EqualTo("#a"));
        Assert.That(RoomOrder.Step(State(), 1), Is.Null);
    }

    [Test]
    public void Active_IsTheNextWithSomethingForUs_ThenTheNextUnread()
    {
        var state = State("#a", "#b", "#c", "#d").Select("#c");
        Assert.That(RoomOrder.Active(state), Is.Null);
        state = state.With("#b", static room => room with { Unread = 3 });
        Assert.That(RoomOrder.Active(state), Is.EqualTo("#b"));
        state = state.With("#d", static room => room with { Unread = 1 });
        Assert.That(RoomOrder.Active(state), Is.EqualTo("#d"));
        state = state.With("#a", static room => room with { Unread = 1, Mentions = 1 });
        Assert.That(RoomOrder.Active(state), Is.EqualTo("#a"));
    }

    [Test]
    public void Last_IsTheOneBefore()
    {
        var state = State("#a", "#b");

        Assert.That(RoomOrder.Last(state), Is.Null);
        Assert.That(RoomOrder.Last(state.Select("#a").Select("#b")), Is.EqualTo("#a"));
    }

    private static ChatState State(params string[] rooms)
    {
        var state = new ChatState { Nick = "alice" };
        return state with { Rooms = state.Rooms.AddRange(rooms.Select(name => KeyValuePair.Create(name, new RoomView(name)))) };
    }
}
