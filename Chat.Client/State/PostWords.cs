using Chat.Protocol;

namespace Chat.Client.State;

/// <summary>What somebody wanted to post, in words: a message is its text, and of everything else it is said what it is.</summary>
internal static class PostWords
{
    /// <summary>By lines; at least one.</summary>
    /// <param name="state">What is known of the message that it refers to.</param>
    /// <param name="room">Where it was to go.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="text">Its text, as it was typed.</param>
    /// <param name="reference">The message it is about.</param>
    public static IReadOnlyList<DisplayText> Of(ChatState state, string room, EventKind kind, string text, long? reference)
    {
        var lines = DisplayText.Lines(text);
        var head = kind switch
        {
            EventKind.Text => lines[0],
            EventKind.Action => DisplayText.Format($"action: {lines[0]}"),
            EventKind.Notice => DisplayText.Format($"notice: {lines[0]}"),
            EventKind.Topic when text.Length == 0 => DisplayText.Literal("topic: cleared"),
            EventKind.Topic => DisplayText.Format($"topic: {lines[0]}"),
            EventKind.Edit => DisplayText.Format($"edit of {Which()}: {lines[0]}"),
            EventKind.Delete => DisplayText.Format($"deletion of {Which()}"),
            EventKind.Reaction => DisplayText.Format($"reaction {lines[0]} to {Which()}"),
            EventKind.ReactionWithdrawn => DisplayText.Format($"reaction {lines[0]} taken back from {Which()}"),
            _ => lines[0],
        };
        return [head, .. lines.Skip(1)];

        DisplayText Which() => reference is { } seq && state.Find(room)?.Recent.TryGetValue(seq, out var seen) == true
            ? DisplayText.Format($"\u201C{seen.Nick}: {seen.Text}\u201D")
            : DisplayText.Literal("an earlier message");
    }
}
