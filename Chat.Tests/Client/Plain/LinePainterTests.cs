using System.Text;
using System.Text.RegularExpressions;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed partial class LinePainterTests
{
    [Test]
    public void Paint_InNoColours_AddsNothing()
    {
        Assert.That(Paint(Said("hi @alice"), ColourDepth.None), Is.EqualTo(["12:34 #lobby <bob> hi @alice"]));
    }

    [Test]
    public void Paint_OfANick_IsItsColour_AndOnesOwnIsBold()
    {
        var colour = NickColours.Of("bob", ColourDepth.Indexed);

        Assert.That(Paint(Said("hi"), ColourDepth.Indexed).Single(), Is.EqualTo($"\u001B[2m12:34 #lobby <\u001B[0m\u001B[{colour}mbob\u001B[0m\u001B[2m> \u001B[0mhi"));
        Assert.That(Paint(Said("hi") with { IsOwn = true }, ColourDepth.Indexed).Single(), Does.Contain("\u001B[1mbob\u001B[0m"));
    }

    [Test]
    public void Paint_OfAMention_MarksIt_WhereverItIs()
    {
        var line = Said("@Alice: is @alice there, @alicia?\nyes, @alice") with { IsForUs = true, Mentions = [DisplayText.Literal("@Alice"), DisplayText.Literal("@alice")] };

        var rows = Paint(line, ColourDepth.Sixteen);

        Assert.That(rows[0], Does.Contain("\u001B[1;7m@Alice\u001B[0m").And.Contain("\u001B[1;7m@alice\u001B[0m"));
        Assert.That(rows[1], Does.EndWith("\u001B[1;7m@alice\u001B[0m"));
    }

    [Test]
    public void Paint_OfAQuote_StepsBack()
    {
        var line = Said("yes") with { Quote = DisplayText.Literal("↪ carol: soup?"), Text = [DisplayText.Literal("↪ carol: soup?"), DisplayText.Literal("yes")] };

        Assert.That(Paint(line, ColourDepth.Sixteen)[0], Does.EndWith("\u001B[2m↪ carol: soup?\u001B[0m"));
        Assert.That(Paint(line, ColourDepth.Sixteen)[1], Does.EndWith(" yes"));
    }

    [TestCase(12)]
    [TestCase(20)]
    [TestCase(40)]
    [TestCase(200)]
    public void Paint_OfEveryKind_SaysTheSameAsWithoutColours(int width)
    {
        foreach (var kind in Enum.GetValues<LineKind>())
        {
            var line = Said("one @alice two\nthree @alice four five six seven") with { Kind = kind, Mentions = [DisplayText.Literal("@alice")], IsForUs = true };
            foreach (var each in (ChatLine[])[line, line with { Room = default, To = DisplayText.Literal("alice") }, line with { Nick = default, Time = null }])
            {
                Assert.That(
                    Paint(each, ColourDepth.True, width).Select(row => Escape().Replace(row, "")),
                    Is.EqualTo(LineLayout.Rows(each, width).Select(row => row.Value)));
            }
        }
    }

    [GeneratedRegex("\u001B\\[[0-9;]*m")]
    private static partial Regex Escape();

    private static List<string> Paint(ChatLine line, ColourDepth depth, int? width = null)
    {
        var painter = new LinePainter(depth);
        return [.. LineLayout.Rows(line, width).Select((row, index) =>
        {
            var painted = new StringBuilder();
            painter.Paint(painted, line, row, index);
            return painted.ToString();
        })];
    }

    private static ChatLine Said(string text) => new()
    {
        Kind = LineKind.Text,
        Text = DisplayText.Lines(text),
        Time = new DateTimeOffset(2026, 1, 1, 12, 34, 0, TimeSpan.Zero),
        Room = DisplayText.Of("#lobby"),
        Nick = DisplayText.Of("bob"),
    };
}
