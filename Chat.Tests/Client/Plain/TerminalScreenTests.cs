using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class TerminalScreenTests
{
    private static readonly DisplayText Prompt = DisplayText.Literal("[#lobby] ");

    private VirtualTerminal _terminal = null!;
    private LineEditor _editor = null!;
    private TerminalScreen _screen = null!;
    private int _width;

    [SetUp]
    public void SetUp()
    {
        _width = 40;
        _terminal = new VirtualTerminal(60);
        _editor = new LineEditor();
        _screen = new TerminalScreen(_terminal, _editor, () => _width, colour: ColourDepth.None);
    }

    [TearDown]
    public void TearDown() => _terminal.Dispose();

    [Test]
    public void ALine_ComesAboveWhatIsTyped_WhichStaysWhole()
    {
        _editor.Insert("half a sen");
        _screen.Refresh(Prompt);
        _editor.Left();
        _screen.Print(Said("hello"));
        _screen.Print(Said("and a text that is too long for one row"));
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Above, Is.EqualTo(
            ["12:34 #lobby <bob> hello", "12:34 #lobby <bob> and a text that is", "                   too long for one row"]));
        Assert.That(_terminal.Bottom, Is.EqualTo("[#lobby] half a sen"));
        Assert.That(_terminal.Column, Is.EqualTo("[#lobby] half a se".Length));
    }

    [Test]
    public void ALongLine_IsShownInPart_OnOneRow()
    {
        _editor.Insert(new string('x', 200));
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Above, Is.Empty);
        Assert.That(_terminal.Bottom, Has.Length.LessThan(40));
    }

    [Test]
    public void AnotherWidth_HoldsFromTheNextLineOn()
    {
        _screen.Print(Said("one two three four"));
        _width = 30;
        _screen.Print(Said("one two three four"));
        _width = 3;
        _screen.Print(Said("one two three four"));
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Above[..3], Is.EqualTo(
            ["12:34 #lobby <bob> one two three four", "12:34 #lobby <bob> one two", "             three four"]));
        Assert.That(_terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [TestCase(39)]
    [TestCase(25)]
    [TestCase(21)]
    public void ATerminalThatBecomesNarrower_KeepsNoOldPrompt(int width)
    {
        _screen.Print(Said("one"));
        _editor.Insert("a line of 世界 that is not so short");
        _screen.Refresh(Prompt);
        _terminal.Narrow(width);
        var above = _terminal.Above.Count(row => !row.StartsWith("[#", StringComparison.Ordinal) && row.Length > 0);
        _width = width;
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Above, Has.None.Contains("[#lobby]").And.None.Contains("世"));
        Assert.That(string.Concat(_terminal.Above), Is.EqualTo("12:34 #lobby <bob> one"));
        Assert.That(above, Is.Positive);
        Assert.That(_terminal.Bottom, Does.StartWith("[#lobby] \u2026"));
        Assert.That(_terminal.Below, Is.Empty);
    }

    [Test]
    public void ATerminalThatCutsItsRows_LosesNothingPrinted()
    {
        var screen = new TerminalScreen(_terminal, _editor, () => _width, colour: ColourDepth.None, rewraps: false);
        screen.Print(Said("one"));
        _editor.Insert("a line of 39 cells that will be cut");
        screen.Refresh(Prompt);
        _width = 21;
        screen.Refresh(Prompt);

        Assert.That(_terminal.Above, Is.EqualTo(["12:34 #lobby <bob> one"]));
    }

    [Test]
    public void ARow_ThatStandsThereAlready_IsNotDrawnAgain_UnlessInDoubt()
    {
        var written = new StringWriter();
        var screen = new TerminalScreen(written, _editor, () => _width, colour: ColourDepth.None);
        _editor.Insert("text");
        screen.Refresh(Prompt);
        written.GetStringBuilder().Clear();
        screen.Refresh(Prompt);
        Assert.That(written.ToString(), Is.Empty);

        screen.Doubt();
        screen.Refresh(Prompt);
        Assert.That(written.ToString(), Does.Contain("[#lobby] text"));
        written.GetStringBuilder().Clear();
        _width = 50;
        screen.Refresh(Prompt);
        _editor.Left();
        screen.Refresh(Prompt);
        Assert.That(written.ToString().Split("text"), Has.Length.EqualTo(3), "another width and another place of the cursor are changes");
    }

    [Test]
    public void AModeOfKeys_HasARowBelow_ThatGoesWithIt()
    {
        _editor.Mode = new QuitHint();
        _screen.Refresh(Prompt);
        Assert.That(_terminal.Below, Is.EqualTo(["Ctrl+C again or /quit ends the chat"]));
        Assert.That(_terminal.Column, Is.EqualTo("[#lobby] ".Length));
        _screen.Print(Said("one"));
        _width = 21;
        _screen.Refresh(Prompt);
        Assert.That(_terminal.Above, Is.EqualTo(["12:34 #lobby <bob> one"]));
        Assert.That(_terminal.Below, Is.EqualTo(["Ctrl+C again or /qu\u2026"]));
        _editor.Mode = null;
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Below, Is.Empty);
    }

    [Test]
    public void AnotherDay_GetsALine()
    {
        _screen.Print(Said("one"));
        _screen.Print(Said("two") with { Time = new DateTimeOffset(2026, 1, 2, 0, 1, 0, TimeSpan.Zero) });
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Above[1], Does.Contain("Friday, 2 January 2026"));
    }

    [Test]
    public void APromptThatIsTooLong_IsShortened()
    {
        _editor.Insert("text");
        _screen.Refresh(DisplayText.Literal($"[#{new string('x', 60)}] "));

        Assert.That(_terminal.Bottom, Is.EqualTo("> text"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Colours_AreThereOnlyWhenWanted(bool wanted)
    {
        var screen = new TerminalScreen(_terminal, _editor, () => _width, wanted ? ColourDepth.Sixteen : ColourDepth.None);
        screen.Print(ChatLine.Error($"no"));
        screen.Print(ChatLine.Status($"offline"));
        screen.Print(Said("x") with { IsForUs = true });
        screen.Refresh(Prompt);

        Assert.That(_terminal.HasStyle, Is.EqualTo(wanted));
        Assert.That(_terminal.Above, Is.EqualTo(["!! no", "-- offline", "12:34 #lobby <bob> x"]));
    }

    [Test]
    public void Close_LeavesNothingBehind()
    {
        _screen.Refresh(Prompt);
        Assert.That(_terminal.BracketsPastes, Is.True);
        _screen.Close();

        Assert.That(_terminal.Bottom, Is.Empty);
        Assert.That(_terminal.BracketsPastes, Is.False);
    }

    [Test]
    public void Clear_BeginsAtTheTop()
    {
        _screen.Print(Said("one"));
        _screen.Refresh(Prompt);
        _screen.Clear();
        _screen.Refresh(Prompt);

        Assert.That(_terminal.Above, Is.Empty);
        Assert.That(_terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public void Redraw_ShowsAgainWhatCanBeSeen()
    {
        var screen = new TerminalScreen(_terminal, _editor, () => _width, colour: ColourDepth.None, height: static () => 5);
        screen.Print(Said("gone"));
        screen.Print(Said("partly gone\nseen"));
        screen.Print(Said("and a text that is too long for one row"));
        screen.Print(Said("last"));
        screen.Refresh(Prompt);
        _width = 60;
        screen.Redraw();
        screen.Refresh(Prompt);

        Assert.That(_terminal.Above, Is.EqualTo(
            ["12:34 #lobby <bob> partly gone", "                   seen", "12:34 #lobby <bob> and a text that is too long for one row", "12:34 #lobby <bob> last"]));
        _width = 40;
        screen.Redraw();
        screen.Refresh(Prompt);
        Assert.That(_terminal.Above, Is.EqualTo(
            ["                   seen", "12:34 #lobby <bob> and a text that is", "                   too long for one row", "12:34 #lobby <bob> last"]));
        Assert.That(_terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [Test]
    public void Redraw_AfterClear_ShowsNothingAgain_AndManyLinesAreForgotten()
    {
        _screen.Print(Said("one"));
        _screen.Clear();
        _screen.Redraw();
        _screen.Refresh(Prompt);
        Assert.That(_terminal.Above, Is.Empty);

        var tall = new TerminalScreen(_terminal, _editor, () => _width, colour: ColourDepth.None, height: static () => 1000);
        for (var i = 0; i < 500; i++)
        {
            tall.Print(Said($"line {i}"));
        }

        tall.Redraw();
        tall.Refresh(Prompt);
        Assert.That(_terminal.Above, Has.Count.EqualTo(200).And.ItemAt(0).EqualTo("12:34 #lobby <bob> line 300"));
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
