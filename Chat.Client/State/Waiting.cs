using System.Collections.Immutable;

namespace Chat.Client.State;

/// <summary>Lines of a room that is not looked at, kept until it is. Immutable, and bounded whatever comes.</summary>
/// <param name="Lines">The latest, in order.</param>
/// <param name="Chars">How much text they have.</param>
/// <param name="Dropped">How many older ones there was no room for.</param>
internal sealed record Waiting(ImmutableList<ChatLine> Lines, int Chars, int Dropped)
{
    public const int MaxLines = 100;

    /// <summary>For all rooms together.</summary>
    public const int MaxCharsInAll = 4_000_000;

    private const int MaxChars = 100_000;

    public static Waiting None { get; } = new([], 0, 0);

    /// <summary>With a line more, and without the oldest where there are too many.</summary>
    /// <param name="line">The line.</param>
    /// <param name="others">How much text waits in other rooms.</param>
    public Waiting With(ChatLine line, long others)
    {
        var lines = Lines.Add(line);
        var chars = Chars + CharsOf(line);
        var dropped = Dropped;
        while (!lines.IsEmpty && (lines.Count > MaxLines || chars > MaxChars || others + chars > MaxCharsInAll))
        {
            chars -= CharsOf(lines[0]);
            lines = lines.RemoveAt(0);
            dropped++;
        }

        return new Waiting(lines, chars, dropped);
    }

    /// <summary>The same of a room that has another name now.</summary>
    public Waiting In(string room) => this with { Lines = Lines.ConvertAll(line => line with { RoomName = room }) };

    private static int CharsOf(ChatLine line) => line.Text.Sum(static text => text.Value.Length + 1);
}
