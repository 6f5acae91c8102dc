using System.Text;
using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Log;

namespace Chat.Server.Administration;

/// <summary>What an event must be to have a place in a log: what a server would have accepted, and what history makes of it.</summary>
internal static class ImportRules
{
    /// <exception cref="ImportException">It has no place in a log.</exception>
    public static void Demand(LogEvent e)
    {
        Demand(Nick.TryParse(e.Nick, out _), "'nick' is no nick");
        Demand(UnicodeText.IsPlainText(e.Text), "'text' has control characters");

        // A deleted message is a deletion of itself, and what was an edit of it has no text any more.
        var (least, most) = e.Kind switch
        {
            EventKind.Text or EventKind.Action or EventKind.Notice => (1, Limits.MaxText),
            EventKind.Delete => (0, 0),
            EventKind.Topic => (0, Limits.MaxTopic),
            _ => (0, Limits.MaxText),
        };
        var bytes = Encoding.UTF8.GetByteCount(e.Text);
        Demand(bytes >= least, "'text' is empty");
        Demand(bytes <= most, most == 0 ? "a deletion has no text" : $"'text' is longer than {most} bytes");
        var isReaction = e.Kind is EventKind.Reaction or EventKind.ReactionWithdrawn;
        Demand(!isReaction || UnicodeText.IsReaction(e.Text), "'text' is neither an emoji nor a :shortcode:");
        if (e.Kind is EventKind.Edit or EventKind.Delete or EventKind.Reaction or EventKind.ReactionWithdrawn)
        {
            Demand(e.Ref is { } about && (about < e.Seq || (about == e.Seq && e.Kind == EventKind.Delete)), "'ref' is missing, or no earlier event");
        }
    }

    public static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ImportException(otherwise);
        }
    }
}
