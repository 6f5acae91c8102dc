using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Names;

/// <summary>
/// A room's name: '#' and code points of letters, combining marks, decimal digits, '-', '_' and '.', <see cref="Limits.MaxRoom"/> in all; no combining mark stands first.
/// Immutable. Equality is of the spelling; whether two names count as the same is <see cref="Matches"/>.
/// </summary>
public sealed record RoomName
{
    private RoomName(string text)
    {
        Text = text;
        Key = NameKey.Of(text);
    }

    /// <summary>The name as it was given, with its '#'.</summary>
    public string Text { get; }

    /// <summary>What it is compared by.</summary>
    public NameKey Key { get; }

    /// <summary>Takes a room's name. Bounded in time and memory whatever the text: it is measured before anything else is done with it.</summary>
    /// <param name="text">What a peer or a person gave.</param>
    /// <param name="room">The name, or null when the text is not fit to be one.</param>
    /// <returns>Whether the text is a room's name.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RoomName? room)
    {
        room = text is not null && NameRules.IsRoom(text) ? new RoomName(text) : null;
        return room is not null;
    }

    /// <summary>Whether the two are one room to the protocol, spelled alike or not.</summary>
    /// <param name="other">The other name.</param>
    /// <returns>True when only one of them can exist.</returns>
    public bool Matches(RoomName other) => Key.Matches(other.Key);

    /// <inheritdoc/>
    public bool Equals(RoomName? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    /// <summary>The name as it was given.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
