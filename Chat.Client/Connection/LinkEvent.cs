using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>
/// What happened on a link, in the order it happened. Texts and names in it are the server's, as they came: whoever shows them cleans them.
/// </summary>
internal abstract record LinkEvent
{
    private LinkEvent()
    {
    }

    /// <summary>The server was met for the first time, or has another key that its last one has signed; that key is known from now on.</summary>
    internal sealed record KeyPinned(KeyNews News) : LinkEvent;

    /// <summary>The nick we have cannot be kept for the next start.</summary>
    internal sealed record NickNotKept(string Reason) : LinkEvent;

    /// <summary>The server has greeted us.</summary>
    /// <param name="Welcome">What it said.</param>
    /// <param name="Again">It is not the first time on this link.</param>
    /// <param name="Wished">The nick that was asked for; the server's Welcome says which it is.</param>
    /// <param name="User">Who we are, as the session numbers users: the same over all that can be resumed.</param>
    /// <param name="IsChosen">A person wished for that nick, rather than the client for him.</param>
    internal sealed record Online(WelcomeFrame Welcome, bool Again, string Wished, Guid User = default, bool IsChosen = true) : LinkEvent;

    /// <summary>The connection is gone and will be tried again.</summary>
    /// <param name="Code">The server's error code; empty when it gave none.</param>
    /// <param name="Reason">In words, of the server or ours.</param>
    /// <param name="RetryIn">When it is tried again.</param>
    /// <param name="IsStart">There has been none yet on this link.</param>
    internal sealed record Offline(string Code, string Reason, TimeSpan RetryIn, bool IsStart = false) : LinkEvent;

    /// <summary>A room is open and its events follow.</summary>
    /// <param name="Joined">What the server said of it.</param>
    /// <param name="How">Whether it is new to us, goes on, or was replaced by another one of that name.</param>
    /// <param name="Cursor">The events after this one follow.</param>
    /// <param name="Skipped">How many events before those were left out because they are too many.</param>
    internal sealed record RoomOpened(JoinedFrame Joined, Opening How, long Cursor = 0, long Skipped = 0) : LinkEvent;

    /// <summary>So many events were never shown and are not shown now; /history has them.</summary>
    internal sealed record LeftOut(string Room, long Count) : LinkEvent;

    /// <summary>The server does not let us into a room; it is not tried again.</summary>
    internal sealed record RoomRefused(string Room, ErrorFrame Error) : LinkEvent;

    /// <summary>We are in a room no longer.</summary>
    /// <param name="Room">The room.</param>
    /// <param name="Removal">The server's word when it was not our wish.</param>
    internal sealed record RoomClosed(string Room, MembershipFrame? Removal) : LinkEvent;

    /// <summary>The members of a room: those up to now are forgotten when this is the first part of the list.</summary>
    internal sealed record Members(MemberListFrame List, bool First) : LinkEvent;

    /// <summary>Events from before we came.</summary>
    internal sealed record Backlog(PageFrame Page) : LinkEvent;

    /// <summary>The server no longer has these events, and they were never shown.</summary>
    internal sealed record Missed(string Room, long First, long Last) : LinkEvent;

    /// <summary>The next event of a room: each comes once, in order.</summary>
    internal sealed record Arrived(EventFrame Event) : LinkEvent;

    /// <summary>Something typed is committed.</summary>
    internal sealed record PostAccepted(Outgoing Post) : LinkEvent;

    /// <summary>Something typed has to wait, and will go out by itself.</summary>
    internal sealed record PostDelayed(Outgoing Post, ErrorFrame Error, TimeSpan RetryIn) : LinkEvent;

    /// <summary>Something typed will not go out. Its text is still in the post.</summary>
    internal sealed record PostFailed(Outgoing Post, ErrorFrame Error) : LinkEvent;

    /// <summary>Something was typed before a program ended, and did not get out: it goes out as soon as there is a connection.</summary>
    /// <param name="Posts">It.</param>
    /// <param name="IsAsked">The person has just asked for that, and knows.</param>
    internal sealed record PostsRestored(IReadOnlyList<Outgoing> Posts, bool IsAsked = false) : LinkEvent;

    /// <summary>Something typed is not out at the end of the link; it is kept, and goes out when there is the next one.</summary>
    internal sealed record PostKept(Outgoing Post) : LinkEvent;

    /// <summary>So many messages were refused earlier and wait for the person's decision.</summary>
    internal sealed record PostsRefused(int Count) : LinkEvent;

    /// <summary>What happens can no longer be written down, for this reason. What is shown is right; what is kept for the next start may be older.</summary>
    internal sealed record NotKept(string Reason) : LinkEvent;

    /// <summary>Presence, typing, a rename, a read mark: what changes nothing here.</summary>
    internal sealed record Told(Frame Frame) : LinkEvent;

    /// <summary>The server complains without ending the connection, and about no request of ours.</summary>
    internal sealed record Complained(ErrorFrame Error) : LinkEvent;

    /// <summary>The link is over; nothing comes after this.</summary>
    internal sealed record Ended(LinkEnd End) : LinkEvent;
}
