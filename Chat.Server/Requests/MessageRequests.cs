using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Rooms;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Requests;

/// <summary>Post: whether its key is stored already, and whom an edit is about, is read before it takes its turn.</summary>
internal sealed class MessageRequests
{
    private readonly IEventLog _log;
    private readonly PrepareWindow _window;
    private readonly Action<Command> _submit;

    public MessageRequests(IEventLog log, PrepareWindow window, Action<Command> submit)
    {
        _log = log;
        _window = window;
        _submit = submit;
    }

    public ValueTask<Command?> PostAsync(PostFrame frame, Requester from, int? delay, CancellationToken cancellation)
    {
        var room = from.ParseUsualRoom(frame.Room, out var error);
        var fault = room is null ? ((RefuseCommand)from.RefuseRoom(frame.Id, error)).Error : FaultOf(frame);
        var command = new PostCommand(from.Subscriber, frame, room, fault)
        {
            Author = from.User,
            Delay = delay,
            Mentions = (fault is null ? MentionsIn(frame) : null) ?? (IReadOnlyCollection<NameKey>)[],
        };
        var isAboutAnother = fault is null && frame is { Ref: not null, Kind: >= EventKind.Edit and <= EventKind.ReactionWithdrawn };
        return _log.AppendsAtOnce && !isAboutAnother
            ? ValueTask.FromResult<Command?>(command) // Its key is looked for when it has its turn.
            : PrepareAsync(command, isAboutAnother, from, cancellation);
    }

    /// <summary>Reads what the log has of it.</summary>
    private async ValueTask<Command?> PrepareAsync(PostCommand command, bool isAboutAnother, Requester from, CancellationToken cancellation)
    {
        KeyedEvent? stored = null;
        (LogId, EventOrigin)? origin = null;
        var isUnprepared = false;
        var pin = _window.Take();
        try
        {
            stored = await _log.FindKeyAsync(command.PostKey, cancellation);
            if (stored is null && isAboutAnother)
            {
                origin = await FindOriginAsync(command.Room!, command.Frame.Ref!.Value, from, cancellation);
            }
        }
        catch (LogUnavailableException)
        {
            isUnprepared = true;
        }
        catch
        {
            pin.Release();
            throw;
        }

        return command with
        {
            Pin = pin,
            IsUnprepared = isUnprepared,
            Prepared = stored is null && origin is null ? null : new PreparedPost(stored, origin),
        };
    }

    /// <summary>Whom the text speaks to. Most speak to nobody, which a look for the sign tells.</summary>
    private static HashSet<NameKey>? MentionsIn(PostFrame frame)
    {
        if (frame.Kind is not (EventKind.Text or EventKind.Action or EventKind.Notice or EventKind.Edit) || !frame.Text.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        return [.. Mentions.In(frame.Text).Take(PostCommand.MaxMentions).Select(static nick => nick.Key)];
    }

    /// <summary>Which log the room has is for the turn to say; who wrote the event in it is past and can be read.</summary>
    private async ValueTask<(LogId, EventOrigin)?> FindOriginAsync(RoomAddress room, long target, Requester from, CancellationToken cancellation)
    {
        var resolved = new TaskCompletionSource<LogId?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _submit(new ResolveCommand(from.Subscriber, room, resolved));
        if (await resolved.OrStoppedAsync(cancellation) is not { } log || await _log.FindAsync(log, target, cancellation) is not { } origin)
        {
            return null;
        }

        return (log, origin);
    }

    private static ErrorFrame? FaultOf(PostFrame frame)
    {
        if (frame.Kind is < EventKind.Text or > EventKind.Topic)
        {
            return Fault(frame, ErrorCodes.BadField, "A post has a kind from 0 to 7.", "kind");
        }

        var isAboutAnother = frame.Kind is >= EventKind.Edit and <= EventKind.ReactionWithdrawn;
        if ((isAboutAnother && frame.Ref is null) || (frame.Ref < 1 && frame.Kind != EventKind.Topic))
        {
            return Fault(frame, ErrorCodes.BadField, "The ref is the seq of a message, from 1.", "ref");
        }

        var (least, most) = frame.Kind switch
        {
            EventKind.Delete => (0, 0),
            EventKind.Topic => (0, Limits.MaxTopic),
            _ => (1, Limits.MaxText),
        };
        var isTooLong = IsLonger(frame.Text, most);
        if (isTooLong && most > 0)
        {
            return Fault(frame, ErrorCodes.TextTooLong, $"The text is {most} bytes at the most.", "text");
        }

        if (frame.Text.Length < least || isTooLong)
        {
            return Fault(frame, ErrorCodes.BadText, least > 0 ? "There is no text." : "A deletion has no text.", "text");
        }

        if (!UnicodeText.IsPlainText(frame.Text))
        {
            return Fault(frame, ErrorCodes.BadText, "The text has control characters.", "text");
        }

        var isReaction = frame.Kind is EventKind.Reaction or EventKind.ReactionWithdrawn;
        return isReaction && !UnicodeText.IsReaction(frame.Text)
            ? Fault(frame, ErrorCodes.BadText, "A reaction is one emoji or a :shortcode:.", "text")
            : null;
    }

    /// <summary>Whether a text has more bytes than that. Most are so short that their bytes need not be counted: a character has 1 to 3.</summary>
    private static bool IsLonger(string text, int bytes) => text.Length > bytes / 3 && Encoding.UTF8.GetByteCount(text) > bytes;

    private static ErrorFrame Fault(PostFrame frame, string code, string message, string field) => new(frame.Id, code, message, null, field);
}
