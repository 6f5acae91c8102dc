using Chat.Client.Commands;
using Chat.Client.Plain.Completion;
using Chat.Client.State;
using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Completion;

[TestFixture]
public sealed class ChatNamesTests
{
    [Test]
    public void Nicks_OfThoseWhoSpokeLast_ComeFirst_AndOursNever()
    {
        var lobby = Room("#lobby", "alice", "bob", "carol", "dave")
            .Remember(1, "carol", 0, "a").Remember(2, "gone", 0, "b").Remember(3, "alice", 0, "c").Remember(4, "bob", 0, "d").Remember(5, "bob", 0, "e");
        var names = Names(lobby, Room("#dev", "erin", "bob"), Room("@frank"));

        Assert.That(names.Nicks, Is.EqualTo(["bob", "carol", "dave", "erin", "frank"]));
    }

    [Test]
    public void Nicks_WhereMembersAreNotKnown_AreThoseWhoSpoke()
    {
        Assert.That(Names(Room("#lobby").Remember(1, "carol", 0, "a").Remember(2, "bob", 0, "b")).Nicks, Is.EqualTo(["bob", "carol"]));
    }

    [Test]
    public void Rooms_AreThoseWithASign()
    {
        Assert.That(Names(Room("#lobby"), Room("#Dev"), Room("@bob")).Rooms, Is.EqualTo(["#Dev", "#lobby"]));
    }

    [Test]
    public void Commands_AreThoseOfTheTable()
    {
        Assert.That(Names().Commands, Does.Contain("join").And.Ordered);
        Assert.That(Names().Aliases, Does.Contain("exit").And.Not.Contains("join"));
    }

    private static RoomView Room(string name, params string[] members) =>
        members.Aggregate(new RoomView(name), static (room, nick) => room.With(nick, new MemberView(UserStatus.Online, RoomRole.Member)));

    private static ChatNames Names(params RoomView[] rooms)
    {
        var state = new ChatState { Nick = "alice", Current = "#lobby" };
        state = state with { Rooms = state.Rooms.AddRange(rooms.Select(room => KeyValuePair.Create(room.Name, room))) };
        return new ChatNames(() => state, new CommandTable());
    }
}
