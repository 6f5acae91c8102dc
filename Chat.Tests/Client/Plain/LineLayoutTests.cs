using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Client.Terminal;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class LineLayoutTests
{
    [Test]
    public void Rows_OfALongText_BreakBetweenWordsAndAlign()
    {
        Assert.That(Rows(Said("one two three four five six"), 34), Is.EqualTo(
            ["12:34 #lobby <bob> one two three", "                  four five six"]));
    }

    [Test]
    public void Rows_OfAWordLongerThanARow_BreakIt()
    {
        var rows = Rows(Said(new string('x', 100)), 40);

        Assert.That(rows, Has.All.Matches<string>(row => row.Length <= 40));
        Assert.That(string.Concat(rows.Select(row => row.Trim())).Count(c => c == 'x'), Is.EqualTo(100));
    }

    [Test]
    public void Rows_OfAWordLongerThanARow_BeginItWhereTheOthersEnd()
    {
        Assert.That(Rows(Said(new string('x', 40)), 40), Is.EqualTo(
            [$"12:34 #lobby <bob> {new string('x', 21)}", $"                   {new string('x', 19)}"]));
        Assert.That(Rows(Said($"see {new string('x', 30)} there"), 40), Is.EqualTo(
            [$"12:34 #lobby <bob> see {new string('x', 17)}", $"                   {new string('x', 13)} there"]));
    }

    [Test]
    public void Rows_OfAWordThatTheNextRowHasRoomFor_LeaveItWhole()
    {
        Assert.That(Rows(Said($"see {new string('x', 20)}"), 40), Is.EqualTo(
            ["12:34 #lobby <bob> see", $"                   {new string('x', 20)}"]));
    }

    [Test]
    public void Rows_WithoutAWidth_AreAsLongAsTheyAre()
    {
        Assert.That(Rows(Said(new string('x', 1000)), null), Has.Count.EqualTo(1));
    }

    [Test]
    public void Rows_AfterTheFirst_NeverBeginLikeALineOfTheirOwn()
    {
        var word = Gen.OneOf(Gen.Const("12:34 #lobby <alice> yes"), Gen.Const("\n"), Gen.Const("世界"), Gen.Const(" "), Gen.Char['a', 'z'].Select(c => $"{c}"));
        Gen.Select(word.List[0, 60], Gen.Int[19, 120]).Sample(
            (words, width) =>
            {
                var rows = Rows(Said(string.Concat(words)), width);
                for (var i = 0; i < rows.Count; i++)
                {
                    if (CellWidth.Of(rows[i]) > width || (i > 0 && !rows[i].StartsWith("  ", StringComparison.Ordinal)))
                    {
                        Assert.Fail($"row {i} of {width} cells: {rows[i]}");
                    }
                }
            },
            iter: 2_000);
    }

    [Test]
    public void Rows_OfAnyText_LoseNothingButSpaces()
    {
        Gen.Select(Gen.Char['!', '~'].Array[0, 200].Select(chars => new string(chars)), Gen.Int[19, 80]).Sample(
            (text, width) =>
            {
                var shown = string.Concat(Rows(Said(text), width).Select(row => row.Trim(' '))).Replace(" ", "", StringComparison.Ordinal);
                if (shown != $"12:34#lobby<bob>{text}")
                {
                    Assert.Fail($"{text} became {shown}");
                }
            },
            iter: 1_000);
    }

    private static List<string> Rows(ChatLine line, int? width) => [.. LineLayout.Rows(line, width).Select(row => row.Value)];

    private static ChatLine Said(string text) => new()
    {
        Kind = LineKind.Text,
        Text = DisplayText.Lines(text),
        Time = new DateTimeOffset(2026, 1, 1, 12, 34, 0, TimeSpan.Zero),
        Room = DisplayText.Of("#lobby"),
        Nick = DisplayText.Of("bob"),
    };

    [Test]
    public void Rows_OfAnAnswerInColumns_GoOnUnderTheSecond()
    {
        var line = ChatLine.Of(LineKind.Answer, DisplayText.Literal("/ban"), DisplayText.Literal("  /ban bob      keeps bob out for good, as far as he is known"));

        Assert.That(LineLayout.Rows(line, 50).Select(row => row.Value), Is.EqualTo([
            "/ban", "    /ban bob      keeps bob out for good, as far", "                  as he is known"]));
        Assert.That(LineLayout.Rows(line, 30).Select(row => row.Value), Has.All.Length.LessThanOrEqualTo(30).And.Exactly(2).StartsWith("      "), "no room for columns");
    }
}
