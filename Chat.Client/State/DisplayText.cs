using System.Text;

namespace Chat.Client.State;

/// <summary>
/// Text that a terminal may be given: one line without control characters, whatever it was made of. There is no way to make
/// one past the cleaning but <see cref="Literal"/>, and whoever writes to a screen takes nothing else.
/// </summary>
internal readonly record struct DisplayText
{
    private readonly string? _value;

    private DisplayText(string value) => _value = value;

    public string Value => _value ?? "";

    public bool IsEmpty => Value.Length == 0;

    /// <summary>One line of anything: a nick, a room, a reason. Line breaks and tabs become visible symbols.</summary>
    public static DisplayText Of(string? untrusted) =>
        string.IsNullOrEmpty(untrusted) ? default : new DisplayText(TextCleaner.Clean(untrusted));

    /// <summary>The lines of a message: split at line feeds, tabs as four spaces, everything else as in <see cref="Of"/>.</summary>
    public static IReadOnlyList<DisplayText> Lines(string? untrusted)
    {
        var lines = (untrusted ?? "").Split('\n');
        return Array.ConvertAll(lines, static line => Of(line.Replace("\t", "    ", StringComparison.Ordinal)));
    }

    /// <summary>A part of a longer text, cleaned as it would be as part of the whole.</summary>
    public static DisplayText Part(string untrusted, int start, int end)
    {
        var cleaned = new StringBuilder();
        TextCleaner.Append(cleaned, untrusted, start, end);
        return new DisplayText(cleaned.ToString());
    }

    /// <summary>The program's own words. Never for anything that came from the network, a file or a person.</summary>
    public static DisplayText Literal(string own) => new(own);

    /// <summary>The program's own words with holes: <c>DisplayText.Format($"{nick} joined {room}")</c>. Every hole is cleaned.</summary>
    public static DisplayText Format(DisplayTextHandler text) => new(text.ToStringAndClear());

    /// <summary>Texts one after the other.</summary>
    public static DisplayText Join(string ownSeparator, IEnumerable<DisplayText> parts) =>
        new(string.Join(ownSeparator, parts.Select(static part => part.Value)));

    /// <summary>A piece of this text; the caller cuts between grapheme clusters.</summary>
    public DisplayText Slice(int start, int length) => new(Value.Substring(start, length));

    public override string ToString() => Value;
}
