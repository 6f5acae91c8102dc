using System.Globalization;
using System.Text;
using Chat.Client.State;
using Chat.Protocol.Names;

namespace Chat.Client.Plain.Completion;

/// <summary>
/// Finds what the word before the cursor may become: a command after a slash at the beginning of the line, a room after '#', an emoji after
/// ':', somebody's nick otherwise. Names are compared as names compare.
/// </summary>
internal sealed class Completer(ICompletionSource source)
{
    /// <summary>Candidates that are offered at most.</summary>
    public const int MaxCandidates = 200;

    public Completions Find(string text, int cursor)
    {
        var start = cursor;
        while (start > 0 && !char.IsWhiteSpace(text[start - 1]))
        {
            start--;
        }

        var word = text[start..cursor];
        if (start == 0 && word.StartsWith('/'))
        {
            return word.StartsWith("//", StringComparison.Ordinal) ? Completions.None : new Completions(0, Commands(word[1..]));
        }

        var sign = start + word.AsSpan().LastIndexOfAny('#', '@', ':');
        if (sign >= start && (sign == start || !IsOfName(text, sign - 1)))
        {
            var after = text[(sign + 1)..cursor];
            return text[sign] switch
            {
                '#' => new Completions(sign, Rooms(after)),
                '@' => new Completions(sign, Nicks(after, "@", " ")),
                _ => new Completions(sign, Emoji(after)),
            };
        }

        if (word.EndsWith(':') && word.LastIndexOf(':', word.Length - 2 < 0 ? 0 : word.Length - 2) is >= 0 and var opening && opening < word.Length - 1)
        {
            return new Completions(start + opening, Whole(word[(opening + 1)..^1]));
        }

        var name = cursor;
        while (name > start && IsOfName(text, name - 1))
        {
            name--;
        }

        // Where no word has been begun there is nothing to complete, but who to talk to.
        return name == cursor && name > 0 ? Completions.None : new Completions(name, Nicks(text[name..cursor], "", name == 0 ? ": " : " "));
    }

    private static List<Candidate> Emoji(string typed) => typed.Length == 0
        ? []
        : [.. EmojiTable.All
            .Where(emoji => emoji.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(emoji => emoji.Name.Length != typed.Length)
            .Take(MaxCandidates)
            .Select(static emoji => new Candidate($":{emoji.Name}", emoji.Text, $"{emoji.Text} {emoji.Name}"))];

    private static List<Candidate> Whole(string name) =>
        [.. Emoji(name).Where(candidate => candidate.Spelled.Length == name.Length + 1).Take(1)];

    /// <summary>Whether the character that ends at a place may stand in a name.</summary>
    private static bool IsOfName(string text, int last)
    {
        var at = last > 0 && char.IsLowSurrogate(text[last]) ? last - 1 : last;
        return Rune.TryGetRuneAt(text, at, out var rune)
            && (rune.Value is '-' or '_' || Rune.IsLetterOrDigit(rune)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
    }

    private static IEnumerable<string> Matching(IEnumerable<string> names, string typed)
    {
        // What is typed may not be taken for a pattern.
        if (typed.AsSpan().ContainsAny('*', '?') || !NamePattern.TryParse($"{typed}*", out var pattern))
        {
            return [];
        }

        return names.Where(pattern.IsMatch).Take(MaxCandidates);
    }

    private List<Candidate> Nicks(string typed, string sign, string suffix) =>
        [.. Matching(source.Nicks, typed).Select(nick => new Candidate(sign + nick, sign + nick + suffix, sign + nick))];

    private List<Candidate> Rooms(string typed) =>
        [.. Matching(source.Rooms, $"#{typed}").Select(static room => new Candidate(room, $"{room} ", room))];

    private List<Candidate> Commands(string typed)
    {
        var found = Beginning(source.Commands).ToList();
        return found.Count > 0 ? found : [.. Beginning(source.Aliases)];

        IEnumerable<Candidate> Beginning(IEnumerable<string> names) => names
            .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(static name => new Candidate($"/{name}", $"/{name} ", $"/{name}"));
    }
}
