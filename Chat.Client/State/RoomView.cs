using System.Collections.Immutable;

namespace Chat.Client.State;

/// <summary>A room or a conversation, as the screen knows it.</summary>
internal sealed record RoomView(string Name)
{
    /// <summary>Messages kept for what refers to them.</summary>
    public const int MaxRecent = 500;

    /// <summary>Members known by name; a server that tells of more is not listened to.</summary>
    public const int MaxMembers = 2000;

    /// <summary>Chars kept of each.</summary>
    private const int MaxSnippet = 60;

    public string? Topic { get; init; }

    /// <summary>How many members there are, by the server's last word.</summary>
    public int MemberCount { get; init; }

    /// <summary>Those known by name; in large rooms none are.</summary>
    public ImmutableDictionary<string, MemberView> Members { get; init; } = ImmutableDictionary<string, MemberView>.Empty;

    public ImmutableSortedDictionary<long, SeenMessage> Recent { get; init; } = ImmutableSortedDictionary<long, SeenMessage>.Empty;

    /// <summary>Messages that came while another room was looked at.</summary>
    public int Unread { get; init; }

    /// <summary>Those of them that are meant for us: in a conversation between two, all.</summary>
    public int Mentions { get => IsDirect ? Unread : field; init; }

    /// <summary>The last event that was told of.</summary>
    public long Newest { get; init; }

    /// <summary>Up to which event it is read: looked at here, or on another device.</summary>
    public long Read { get; init; }

    /// <summary>What the server knows of that.</summary>
    public long KnownRead { get; init; }

    /// <summary>Where the log ended when it was opened: what comes up to there was said while we were not there.</summary>
    public long Head { get; init; }

    /// <summary>The server has counted what is meant for us up to <see cref="Head"/>.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Before the next thing that is new, it is shown that it is.</summary>
    public bool DividerIsDue { get; init; }

    /// <summary>What is shown when it is looked at.</summary>
    public Waiting Waiting { get; init; } = Waiting.None;

    public bool IsDirect => Name.StartsWith('@');

    /// <summary>The room after it was read up to an event on another device.</summary>
    public RoomView WithMark(long seq, string nick)
    {
        var unread = seq >= Newest ? 0 : Math.Min(Unread, Recent.Count(message => message.Key > seq && message.Value.Nick != nick));
        return this with { Read = Math.Max(Read, seq), KnownRead = Math.Max(KnownRead, seq), Unread = unread, Mentions = Math.Min(Mentions, unread) };
    }

    /// <summary>The room with what is known of a member.</summary>
    public RoomView With(string nick, MemberView member) =>
        Members.Count < MaxMembers || Members.ContainsKey(nick) ? this with { Members = Members.SetItem(nick, member) } : this;

    /// <summary>The room after somebody has another nick: what was said stays his.</summary>
    public RoomView Renamed(string old, string current)
    {
        var recent = Recent.ToBuilder();
        foreach (var (seq, message) in Recent)
        {
            var reactions = message.Reactions.Renamed(old, current);
            if (message.Nick == old || reactions != message.Reactions)
            {
                recent[seq] = message with { Nick = message.Nick == old ? current : message.Nick, Reactions = reactions };
            }
        }

        return this with { Recent = recent.ToImmutable() };
    }

    /// <summary>The room with a message more to refer to, and the oldest forgotten where there are too many.</summary>
    public RoomView Remember(long seq, string nick, long time, string text, Reactions? reactions = null)
    {
        var cut = text.Length > MaxSnippet && char.IsHighSurrogate(text[MaxSnippet - 1]) ? MaxSnippet - 1 : MaxSnippet;
        var snippet = text.Length > cut ? $"{text[..cut]}…" : text;
        var recent = Recent.SetItem(seq, new SeenMessage(nick, time, snippet.ReplaceLineEndings(" ")) { Reactions = reactions ?? Reactions.None });
        return this with { Recent = recent.Count > MaxRecent ? recent.Remove(recent.Keys.First()) : recent };
    }
}
