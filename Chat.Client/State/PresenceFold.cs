using System.Collections.Immutable;

namespace Chat.Client.State;

/// <summary>Comings and goings that nothing has been said between: one line instead of many. Who came and went again is not in it. Immutable.</summary>
/// <param name="Changes">What there is to tell, in the order it happened.</param>
internal sealed record PresenceFold(ImmutableList<PresenceChange> Changes)
{
    /// <summary>More than these are told at once, and the next begin a new line.</summary>
    public const int MaxChanges = 60;

    private const int MaxNamed = 8;

    public static PresenceFold None { get; } = new([]);

    public bool IsFull => Changes.Count >= MaxChanges;

    public PresenceFold With(PresenceChange change)
    {
        var at = Changes.FindLastIndex(before => (before.NewNick ?? before.Nick) == change.Nick);
        var before = at < 0 ? null : Changes[at];
        if (before is not null && change.Kind == PresenceKind.Renamed)
        {
            return new PresenceFold(Changes.SetItem(at, before.Kind == PresenceKind.Renamed ? before with { NewNick = change.NewNick } : before with { Nick = change.NewNick! }));
        }

        if (before is not null && before.Kind == change.Kind)
        {
            return this; // Told for the server and for a room as well.
        }

        var undoes = (before?.Kind, change.Kind) is (PresenceKind.Came, PresenceKind.Went) or (PresenceKind.Went, PresenceKind.Came)
            or (PresenceKind.Away, PresenceKind.Back) or (PresenceKind.Back, PresenceKind.Away);
        return new PresenceFold(undoes ? Changes.RemoveAt(at) : Changes.Add(change));
    }

    /// <summary>All of it in one line; empty when there is nothing to tell.</summary>
    public DisplayText Text() => DisplayText.Join(" \u00B7 ", Parts());

    private IEnumerable<DisplayText> Parts()
    {
        foreach (var (kind, words) in ((PresenceKind, string)[])[
            (PresenceKind.Came, "joined"), (PresenceKind.Went, "left"), (PresenceKind.Back, "back"), (PresenceKind.Away, "away")])
        {
            var nicks = Changes.FindAll(change => change.Kind == kind);
            if (!nicks.IsEmpty)
            {
                var named = DisplayText.Join(", ", nicks.Take(MaxNamed).Select(static change => DisplayText.Of(change.Nick)));
                var more = nicks.Count > MaxNamed ? DisplayText.Format($" and {nicks.Count - MaxNamed} more") : default;
                yield return DisplayText.Format($"{named}{more} {DisplayText.Literal(words)}");
            }
        }

        foreach (var change in Changes.Where(static change => change.Kind == PresenceKind.Renamed))
        {
            yield return DisplayText.Format($"{change.Nick} is {change.NewNick} now");
        }
    }
}
