using System.Collections.Immutable;
using Chat.Protocol.Names;

namespace Chat.Client.State;

/// <summary>Whose words are not shown. Immutable.</summary>
/// <param name="Nicks">As they were typed.</param>
internal sealed record IgnoreList(ImmutableArray<Nick> Nicks)
{
    public const int MaxNicks = 200;

    public static IgnoreList Empty { get; } = new([]);

    public bool Contains(string name)
    {
        if (Nicks.IsEmpty || !Nick.TryParse(name, out var nick))
        {
            return false;
        }

        foreach (var ignored in Nicks)
        {
            if (ignored.Matches(nick))
            {
                return true;
            }
        }

        return false;
    }

    public IgnoreList With(Nick nick, bool on) =>
        on ? this with { Nicks = Contains(nick.Text) ? Nicks : Nicks.Add(nick) } : this with { Nicks = Nicks.RemoveAll(nick.Matches) };
}
