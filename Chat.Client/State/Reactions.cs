using System.Collections.Immutable;

namespace Chat.Client.State;

/// <summary>The emoji with which a message was answered, and who did. Immutable, and bounded whatever comes.</summary>
/// <param name="Given">In the order in which each first came.</param>
internal sealed record Reactions(ImmutableArray<(string Emoji, ImmutableArray<string> Nicks)> Given)
{
    private const int MaxKinds = 20;
    private const int MaxNicks = 100;
    private const int MaxNamed = 3;

    public static Reactions None { get; } = new([]);

    public bool IsEmpty => Given.IsEmpty;

    /// <summary>How many there are.</summary>
    public int Count => Given.Sum(static given => given.Nicks.Length);

    /// <summary>With one more, or with one taken back.</summary>
    public Reactions With(string emoji, string nick, bool on)
    {
        for (var i = 0; i < Given.Length; i++)
        {
            if (Given[i].Emoji == emoji)
            {
                var nicks = Given[i].Nicks.Remove(nick);
                nicks = on && nicks.Length < MaxNicks ? nicks.Add(nick) : nicks;
                return new Reactions(nicks.IsEmpty ? Given.RemoveAt(i) : Given.SetItem(i, (emoji, nicks)));
            }
        }

        return on && Given.Length < MaxKinds ? new Reactions(Given.Add((emoji, [nick]))) : this;
    }

    /// <summary>After somebody has another nick.</summary>
    public Reactions Renamed(string old, string current) => Given.All(given => !given.Nicks.Contains(old))
        ? this
        : new Reactions([.. Given.Select(given => (given.Emoji, given.Nicks.Select(nick => nick == old ? current : nick).ToImmutableArray()))]);

    /// <summary>All of them, with the names of few and the number of many.</summary>
    public DisplayText Summary() => DisplayText.Join(" \u00B7 ", Given.Select(static given => given.Nicks.Length <= MaxNamed
        ? DisplayText.Format($"{given.Emoji} {DisplayText.Join(", ", given.Nicks.Select(static nick => DisplayText.Of(nick)))}")
        : DisplayText.Format($"{given.Emoji} {given.Nicks.Length}")));
}
