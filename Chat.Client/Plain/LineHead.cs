using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>What stands before the text of a line.</summary>
/// <param name="Time">When, and the space behind it; empty where no time is told.</param>
/// <param name="Before">What stands before the nick: the room, a bracket.</param>
/// <param name="Nick">Who; empty for nobody.</param>
/// <param name="After">What stands between the nick and the text.</param>
internal readonly record struct LineHead(DisplayText Time, DisplayText Before, DisplayText Nick, DisplayText After)
{
    public DisplayText Text => DisplayText.Join("", [Time, Before, Nick, After]);

    public static LineHead Of(ChatLine line)
    {
        var day = line is { NeedsDay: true, Time: { } then } ? DisplayText.Format($"{then:yyyy-MM-dd} ") : default;
        var time = line.Time is { } at ? DisplayText.Format($"{day}{at:HH:mm} ") : default;
        var room = line.Room.IsEmpty ? default : DisplayText.Format($"{line.Room} ");
        var isDirect = !line.To.IsEmpty;
        return line.Kind switch
        {
            LineKind.Text when isDirect => new(time, default, line.Nick, DisplayText.Format($" \u2192 {line.To}: ")),
            LineKind.Notice when isDirect => new(time, default, line.Nick, DisplayText.Format($" \u2192 {line.To}: -{line.Nick}- ")),
            LineKind.Action or LineKind.Event when isDirect => new(time, DisplayText.Format($"{line.Nick} \u2192 {line.To}: * "), line.Nick, DisplayText.Literal(" ")),
            LineKind.Text => new(time, DisplayText.Format($"{room}<"), line.Nick, DisplayText.Literal("> ")),
            LineKind.Notice => new(time, DisplayText.Format($"{room}-"), line.Nick, DisplayText.Literal("- ")),
            LineKind.Action or LineKind.Event => new(time, DisplayText.Format($"{room}* "), line.Nick, DisplayText.Literal(" ")),
            LineKind.Reactions => new(default, DisplayText.Literal("      \u21B3 "), default, default),
            LineKind.Answer => default,
            LineKind.Error => new(default, DisplayText.Literal("!! "), default, default),
            LineKind.Heading => new(default, DisplayText.Literal("\u2550\u2550\u2550 "), default, default),
            LineKind.Divider or LineKind.DayChange => new(default, DisplayText.Literal("\u2500\u2500\u2500 "), default, default),
            _ when line.Room.IsEmpty => new(default, DisplayText.Literal("-- "), default, default),
            _ => new(default, DisplayText.Format($"-- {line.Room}: "), default, default),
        };
    }
}
