using System.Collections.Immutable;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>Saying something.</summary>
internal sealed partial class Sequencer
{
    /// <summary>Rooms of one session in which a failed post is remembered; beyond it the one that ends first is forgotten.</summary>
    private const int MaxFailedPosts = 64;

    private void Post(PostCommand command, UserSession session, Group group)
    {
        var user = session.User;
        if (command.Prepared?.Stored is { } stored || _recents.TryGet(new PostKey(user.Id, command.Key), out stored))
        {
            AnswerStored(command, session, stored, group);
            return;
        }

        if (IsHeldBack(command, session, group))
        {
            return;
        }

        if (command.Fault is { } fault)
        {
            group.Answer(command.From, fault);
            return;
        }

        if (!TryFindTarget(command, user, group, out var room, out var partner)
            || !MaySpeak(command, room, user, group)
            || !MayRefer(command, room, user, group)
            || !MaySetTopic(command, room, user, group))
        {
            return;
        }

        room ??= Create(command.Room!, user, partner, group);
        Append(command, room, session, group);
    }

    private void Append(PostCommand command, Room room, UserSession session, Group group)
    {
        if (room is DirectRoom direct)
        {
            Unhide(direct, group);
        }

        if (command.Kind == EventKind.Topic)
        {
            SetTopic(room, command.Text, group);
        }

        var logEvent = Append(room, session.User, command.Kind, command.Text, command.Ref, command.Key, group);
        if (command is { Kind: EventKind.Delete, Ref: { } deleted })
        {
            Delete(room, deleted, group);
        }

        Mention(command, room, logEvent, group);
        group.Answer(command.From, new PostedFrame(command.Id, command.Key, room.NameFor(session.User), logEvent.Seq, logEvent.Time));
    }

    private static void SetTopic(Room room, string topic, Group group)
    {
        var before = room.Topic;
        room.Topic = topic.Length == 0 ? null : topic;
        group.Journal.Add(() => room.Topic = before);
    }

    private void Delete(Room room, long seq, Group group)
    {
        var before = _recents.Delete(room.Log, seq);
        group.Journal.Add(() => _recents.Restore(room.Log, seq, before));
    }

    /// <summary>Puts an event at the end of a room's log.</summary>
    private LogEvent Append(Room room, User author, EventKind kind, string text, long? about, Guid? key, Group group)
    {
        EnsureStored(author, group);
        EnsureStored(room, group);
        var append = group.AppendTo(room, out var isNew);
        if (isNew)
        {
            BeginAppend(append, group);
        }

        var logEvent = new LogEvent
        {
            Seq = room.Head + 1,
            Time = Math.Max(group.Now, room.LastTime),
            Author = author.Id,
            Nick = author.Nick.Text,
            Kind = kind,
            Text = text,
            Ref = about,
            Key = key,
        };
        room.Head = logEvent.Seq;
        room.LastTime = logEvent.Time;
        group.Append(append, logEvent);
        _recents.Add(room.Log, logEvent);
        return logEvent;
    }

    /// <summary>The first event of a group that is put into a log: all of them are taken back together.</summary>
    private void BeginAppend(RoomAppend append, Group group)
    {
        var room = append.Room;
        var (head, time) = (room.Head, room.LastTime);
        _recents.Begin(room.Log, append.Events, head + 1);
        group.Journal.Add(() =>
        {
            _recents.TakeBack(room.Log, append.Events);
            (room.Head, room.LastTime) = (head, time);
        });
    }

    private void AnswerStored(PostCommand command, UserSession session, KeyedEvent stored, Group group)
    {
        if (FailureOf(command, session) is { } failed && failed.Key == command.Key)
        {
            ForgetFailure(command, session, group);
        }

        var name = _rooms.TryFind(stored.Log, out var room) && room.Has(session.User) ? room.NameFor(session.User) : command.RoomText;
        group.Answer(command.From, new PostedFrame(command.Id, command.Key, name, stored.Seq, stored.Time));
    }

    /// <summary>Whether the post fails because of its rate, or because one before it has and order must be kept.</summary>
    private static bool IsHeldBack(PostCommand command, UserSession session, Group group)
    {
        if (FailureOf(command, session) is { } failed && failed.Key != command.Key && failed.Until > group.Now)
        {
            AnswerFailed(command, failed.Code, (int)(failed.Until - group.Now), group);
            return true;
        }

        ForgetFailure(command, session, group);
        if (command.Delay is { } delay)
        {
            FailPost(command, session, ErrorCodes.RateLimited, delay, group);
            return true;
        }

        if (command.IsUnprepared)
        {
            FailPost(command, session, ErrorCodes.Unavailable, StoreRetryMilliseconds, group);
            return true;
        }

        return false;
    }

    private static void FailPost(PostCommand command, UserSession session, string code, int retryMilliseconds, Group group)
    {
        if (FailureOf(command, session) is { } failed && failed.Key != command.Key && failed.Until > group.Now)
        {
            AnswerFailed(command, failed.Code, (int)(failed.Until - group.Now), group);
            return;
        }

        var after = session.FailedPosts;
        if (after.Count >= MaxFailedPosts)
        {
            after = after.Remove(after.MinBy(static pair => pair.Value.Until).Key);
        }

        SetFailures(session, after.SetItem(FailureKey(command), new FailedPost(command.Key, code, group.Now + retryMilliseconds)), group);
        AnswerFailed(command, code, retryMilliseconds, group);
    }

    private static void ForgetFailure(PostCommand command, UserSession session, Group group)
    {
        if (FailureOf(command, session) is not null)
        {
            SetFailures(session, session.FailedPosts.Remove(FailureKey(command)), group);
        }
    }

    private static void SetFailures(UserSession session, ImmutableDictionary<string, FailedPost> failures, Group group)
    {
        var before = session.FailedPosts;
        session.FailedPosts = failures;
        group.Journal.Add(() => session.FailedPosts = before);
    }

    private static FailedPost? FailureOf(PostCommand command, UserSession session) =>
        !session.FailedPosts.IsEmpty && session.FailedPosts.TryGetValue(FailureKey(command), out var failed) ? failed : null;

    private static string FailureKey(PostCommand command) => command.Room?.Key ?? "";

    private static void AnswerFailed(PostCommand command, string code, int retryMilliseconds, Group group)
    {
        var message = code switch
        {
            ErrorCodes.RateLimited => "You are posting too fast: send it again in a moment.",
            ErrorCodes.StorageFull => "The server has no room to store this: send it again in a moment.",
            _ => "The server cannot store this at the moment: send it again.",
        };
        group.Answer(command.From, new ErrorFrame(command.Id, code, message, Math.Max(1, retryMilliseconds)));
    }

    /// <summary>Where a post goes, or an answer why nowhere. A conversation that does not exist yet gives its partner instead.</summary>
    private bool TryFindTarget(PostCommand command, User user, Group group, out Room? room, out User? partner)
    {
        var address = command.Room!;
        partner = null;
        if (address.Nick is { } nick)
        {
            var exists = TryResolve(address, user, out room, out partner);
            if (partner is null)
            {
                Refuse(command, group, ErrorCodes.NoSuchNick, $"{nick.Text} is not here, and a guest who has gone gets no messages.", "room");
                return false;
            }

            if (partner.Blocked.Contains(user.Id))
            {
                Refuse(command, group, ErrorCodes.Forbidden, $"{nick.Text} takes no messages from you.", "room");
                return false;
            }

            if (!exists && MayNotTalkToMore(user) is { } reason)
            {
                Refuse(command, group, ErrorCodes.Forbidden, reason, "room");
                return false;
            }

            if (!exists && WaitToBegin(user, partner, group) is { } wait)
            {
                RefuseToBegin(command, partner, wait, group);
                return false;
            }
        }
        else if (!TryFindOwn(command, address, user, group, out room))
        {
            return false;
        }

        if (command.Log is { } log && room?.Log.Value != log)
        {
            Refuse(command, group, ErrorCodes.LogChanged, $"{address.Text} is another conversation by now.", "log");
            return false;
        }

        return true;
    }

    /// <summary>Whether a post may refer to what it refers to: edits and deletions one's own messages, reactions anybody's.</summary>
    private bool MayRefer(PostCommand command, Room? room, User user, Group group)
    {
        if (command.Ref is not { } target)
        {
            return true;
        }

        if (command.Kind is EventKind.Text or EventKind.Action or EventKind.Notice)
        {
            if (target <= (room?.Head ?? 0))
            {
                return true;
            }

            Refuse(command, group, ErrorCodes.NoSuchMessage, $"There is no message {target} to reply to.", "ref");
            return false;
        }

        if (OriginOf(command, room, target) is not { IsMessage: true } origin)
        {
            Refuse(command, group, ErrorCodes.NoSuchMessage, $"There is no message {target}.", "ref");
            return false;
        }

        var mayTouchOthers = command.Kind != EventKind.Edit && (command.Kind != EventKind.Delete || (room is ChatRoom chatRoom && RankOf(user, chatRoom) >= Rank.Moderator));
        if (!mayTouchOthers && origin.Author != user.Id)
        {
            Refuse(command, group, ErrorCodes.Forbidden, "That message is somebody else's.", "ref");
            return false;
        }

        return true;
    }

    private EventOrigin? OriginOf(PostCommand command, Room? room, long target)
    {
        if (room is not null && _recents.TryGet(room.Log, target, out var recent))
        {
            return recent;
        }

        return command.Prepared?.Origin is { } prepared && prepared.Log == room?.Log ? prepared.Origin : null;
    }
}
