using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Names;

/// <summary>
/// A user's name: 1 to <see cref="Limits.MaxNick"/> code points of letters, combining marks, decimal digits, '-' and '_', starting with a letter
/// or a digit, both as written and as seen (what is ignorable by default may be in it, not be all of it). Immutable. Equality is of the spelling; whether two nicks count as the same is <see cref="Matches"/>.
/// </summary>
public sealed record Nick
{
    private Nick(string text)
    {
        Text = text;
        Key = NameKey.Of(text);
    }

    /// <summary>The nick as it was given.</summary>
    public string Text { get; }

    /// <summary>What it is compared by.</summary>
    public NameKey Key { get; }

    /// <summary>Takes a nick. Bounded in time and memory whatever the text: it is measured before anything else is done with it.</summary>
    /// <param name="text">What a peer or a person gave.</param>
    /// <param name="nick">The nick, or null when the text is not fit to be one.</param>
    /// <returns>Whether the text is a nick.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Nick? nick)
    {
        nick = text is not null && NameRules.IsNick(text) ? new Nick(text) : null;
        return nick is not null;
    }

    /// <summary>Whether the two are one nick to the protocol, spelled alike or not.</summary>
    /// <param name="other">The other nick.</param>
    /// <returns>True when only one of them can be in use.</returns>
    public bool Matches(Nick other) => Key.Matches(other.Key);

    /// <inheritdoc/>
    public bool Equals(Nick? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    /// <summary>The nick as it was given.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;
}
