using Chat.Client.Plain;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class KeyDecoderTests
{
    private KeyDecoder _decoder = new();
    private TimeSpan _now;

    [SetUp]
    public void SetUp()
    {
        _decoder = new KeyDecoder();
        _now = TimeSpan.Zero;
    }

    [Test]
    public void Letters_AreInserted()
    {
        Assert.That(Feed("aß世"), Is.EqualTo([Insert("a"), Insert("ß"), Insert("世")]));
    }

    [Test]
    public void HalvesOfACharacter_ArePutTogether()
    {
        Assert.That(Feed("\U0001F600"), Is.EqualTo([Insert("\U0001F600")]));
        Assert.That(Feed("\uDE00"), Is.Empty, "half a character alone is nothing");
    }

    [TestCase(ConsoleKey.Enter, 0, nameof(KeyAction.Enter))]
    [TestCase(ConsoleKey.LeftArrow, 0, nameof(KeyAction.Left))]
    [TestCase(ConsoleKey.LeftArrow, ConsoleModifiers.Control, nameof(KeyAction.WordLeft))]
    [TestCase(ConsoleKey.UpArrow, 0, nameof(KeyAction.Older))]
    [TestCase(ConsoleKey.Home, 0, nameof(KeyAction.Home))]
    [TestCase(ConsoleKey.Delete, 0, nameof(KeyAction.Delete))]
    [TestCase(ConsoleKey.Backspace, 0, nameof(KeyAction.Backspace))]
    [TestCase(ConsoleKey.Backspace, ConsoleModifiers.Alt, nameof(KeyAction.KillWordLeft))]
    [TestCase(ConsoleKey.A, ConsoleModifiers.Control, nameof(KeyAction.Home))]
    [TestCase(ConsoleKey.E, ConsoleModifiers.Control, nameof(KeyAction.End))]
    [TestCase(ConsoleKey.K, ConsoleModifiers.Control, nameof(KeyAction.KillToEnd))]
    [TestCase(ConsoleKey.U, ConsoleModifiers.Control, nameof(KeyAction.KillToStart))]
    [TestCase(ConsoleKey.W, ConsoleModifiers.Control, nameof(KeyAction.KillBack))]
    [TestCase(ConsoleKey.D, ConsoleModifiers.Control, nameof(KeyAction.EndOfInput))]
    [TestCase(ConsoleKey.N, ConsoleModifiers.Control, nameof(KeyAction.NextRoom))]
    [TestCase(ConsoleKey.P, ConsoleModifiers.Control, nameof(KeyAction.PreviousRoom))]
    [TestCase(ConsoleKey.R, ConsoleModifiers.Control, nameof(KeyAction.SearchOlder))]
    [TestCase(ConsoleKey.S, ConsoleModifiers.Control, nameof(KeyAction.SearchNewer))]
    [TestCase(ConsoleKey.T, ConsoleModifiers.Control, nameof(KeyAction.Transpose))]
    [TestCase(ConsoleKey.Y, ConsoleModifiers.Control, nameof(KeyAction.Yank))]
    [TestCase(ConsoleKey.L, ConsoleModifiers.Control, nameof(KeyAction.Redraw))]
    [TestCase(ConsoleKey.Tab, 0, nameof(KeyAction.Complete))]
    [TestCase(ConsoleKey.F5, 0, nameof(KeyAction.None))]
    [TestCase(ConsoleKey.G, ConsoleModifiers.Control, nameof(KeyAction.Cancel))]
    public void Keys_HaveTheirMeaning(ConsoleKey key, ConsoleModifiers modifiers, string expected)
    {
        var info = new ConsoleKeyInfo('\0', key, false, (modifiers & ConsoleModifiers.Alt) != 0, (modifiers & ConsoleModifiers.Control) != 0);

        Assert.That(_decoder.Feed(info, false, _now).Action, Is.EqualTo(Enum.Parse<KeyAction>(expected)));
    }

    [Test]
    public void AltEnter_IsALineFeedInTheLine()
    {
        Assert.That(_decoder.Feed(new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, true, false), false, _now), Is.EqualTo(Insert("\n")));
    }

    [Test]
    public void APaste_IsText_EnterIncluded()
    {
        var strokes = Feed("\u001B[200~a\rb\tc\u001B[201~\r");

        Assert.That(strokes, Is.EqualTo([new(KeyAction.Paste, "a\nb\tc"), new KeyStroke(KeyAction.Enter)]));
    }

    [Test]
    public void APaste_WithLineEndsOfWindows_HasOneLineFeedForEach()
    {
        Assert.That(Feed("\u001B[200~a\r\nb\n\nc\u001B[201~"), Is.EqualTo([new KeyStroke(KeyAction.Paste, "a\nb\n\nc")]));
    }

    [Test]
    public void APaste_OfEscapesAndNothingElse_MeansNoKeys()
    {
        Assert.That(Feed("\u001B[200~x\u001Bb\u001B[Ay\u001B[201~"), Is.EqualTo([new KeyStroke(KeyAction.Paste, "xby")]));
        Assert.That(Feed("\u001B[200~\u001B[201~"), Is.Empty);
        Assert.That(Feed("\u001B[201~"), Is.Empty, "an end without a beginning is nothing");
    }

    [Test]
    public void APaste_LongerThanALineMayBe_IsBounded()
    {
        var strokes = Feed($"\u001B[200~{new string('x', 3 * LineEditor.MaxLength)}\u001B[201~");

        Assert.That(strokes.Single().Text, Has.Length.EqualTo(LineEditor.MaxLength + 1));
    }

    [Test]
    public void APasteThatNeverEnds_IsOverAfterAWhile()
    {
        Assert.That(Feed("\u001B[200~a\r"), Is.Empty);
        Assert.That(_decoder.IsPasting, Is.True);
        Assert.That(_decoder.Expire(_now + KeyDecoder.PastePatience), Is.Default);
        _now += KeyDecoder.PastePatience + TimeSpan.FromMilliseconds(1);

        Assert.That(_decoder.Expire(_now), Is.EqualTo(new KeyStroke(KeyAction.Paste, "a\n")));
        Assert.That(_decoder.IsPasting, Is.False);
        Assert.That(Feed("\r"), Is.EqualTo([new KeyStroke(KeyAction.Enter)]));
    }

    [Test]
    public void ASequence_ThatTheConsoleDidNotKnow_IsUnderstood()
    {
        Assert.That(Feed("\u001B[1;5D\u001BOA\u001B[3~\u001B[Z").Select(stroke => stroke.Action), Is.EqualTo(
            [KeyAction.WordLeft, KeyAction.Older, KeyAction.Delete, KeyAction.CompleteBack]));
    }

    [Test]
    public void OtherSequences_MeanNothing_AndLeaveNothingBehind()
    {
        Assert.That(Feed("\u001B[1;5Rx\u001BOyy\u001B[9999R"), Is.EqualTo([Insert("x"), Insert("y")]));
    }

    [Test]
    public void ASequenceThatNeverEnds_SwallowsOnlySoMuch()
    {
        Assert.That(Feed("\u001B[" + new string('9', 20) + "x"), Has.Count.InRange(1, 10));
    }

    [Test]
    public void ASequenceThatIsCutOff_EndsAfterAWhile()
    {
        Assert.That(Feed("\u001B["), Is.Empty);
        _now += KeyDecoder.PastePatience + TimeSpan.FromMilliseconds(1);
        Assert.That(_decoder.Expire(_now), Is.Default);

        Assert.That(Feed("A"), Is.EqualTo([Insert("A")]));
    }

    [Test]
    public void APasteMark_OfWhichTheConsoleHasMadeAKey_IsStillOne()
    {
        var parts = _decoder.Feed(new ConsoleKeyInfo('[', ConsoleKey.None, false, true, false), true, _now);

        Assert.That(parts, Is.Default);
        Assert.That(Feed("200~a\u001B[201~"), Is.EqualTo([new KeyStroke(KeyAction.Paste, "a")]));
    }

    [TestCase("b", nameof(KeyAction.WordLeft))]
    [TestCase("F", nameof(KeyAction.WordRight))]
    [TestCase("d", nameof(KeyAction.KillWordRight))]
    [TestCase("y", nameof(KeyAction.YankOlder))]
    [TestCase("a", nameof(KeyAction.ActiveRoom))]
    [TestCase("/", nameof(KeyAction.LastRoom))]
    [TestCase("3", nameof(KeyAction.Room))]
    [TestCase("0", nameof(KeyAction.None))]
    [TestCase("q", nameof(KeyAction.None))]
    public void Alt_IsUnderstoodAsAModifier_AndAsAnEscapeBefore(string letter, string expected)
    {
        var action = Enum.Parse<KeyAction>(expected);
        var modified = _decoder.Feed(new ConsoleKeyInfo(letter[0], ConsoleKey.None, false, true, false), false, _now);
        var escaped = Feed($"\u001B{letter}");

        Assert.That(modified.Action, Is.EqualTo(action));
        Assert.That(escaped, action == KeyAction.None ? Is.Empty : Is.EqualTo([modified]));
        Assert.That(modified.Text, Is.EqualTo(action == KeyAction.Room ? letter : "").Or.Null);
    }

    [Test]
    public void Alt_WhereTheConsoleGivesNoCharacter_GoesByTheKey()
    {
        Assert.That(_decoder.Feed(new ConsoleKeyInfo('\0', ConsoleKey.B, false, true, false), false, _now).Action, Is.EqualTo(KeyAction.WordLeft));
        Assert.That(
            _decoder.Feed(new ConsoleKeyInfo('\0', ConsoleKey.D7, false, true, false), false, _now),
            Is.EqualTo(new KeyStroke(KeyAction.Room, "7")));
    }

    [Test]
    public void AltEnterAndAltBackspace_WithAnEscapeBefore()
    {
        Assert.That(Feed("\u001B\r\u001B\u007F"), Is.EqualTo([Insert("\n"), new KeyStroke(KeyAction.KillWordLeft)]));
    }

    [Test]
    public void Escape_AloneAndTwice_CallsOff()
    {
        Assert.That(Feed("\u001B"), Is.EqualTo([new KeyStroke(KeyAction.Cancel)]));
        Assert.That(Feed("\u001B\u001B[A"), Is.EqualTo([new(KeyAction.Cancel), new KeyStroke(KeyAction.Older)]));
    }

    [TestCase('\0', ConsoleKey.D7)]
    [TestCase('\u001F', ConsoleKey.OemMinus, TestName = "{m}(as a character)")]
    [TestCase('\0', ConsoleKey.Oem2)]
    public void ControlUnderscore_HoweverItIsTold_Undoes(char character, ConsoleKey key)
    {
        Assert.That(_decoder.Feed(new ConsoleKeyInfo(character, key, false, false, true), false, _now).Action, Is.EqualTo(KeyAction.Undo));
    }

    [Test]
    public void AltGr_WhichIsControlAndAltToWindows_MakesCharacters()
    {
        Assert.That(_decoder.Feed(new ConsoleKeyInfo('@', ConsoleKey.Q, false, true, true), false, _now), Is.EqualTo(Insert("@")));
    }

    private static KeyStroke Insert(string text) => new(KeyAction.Insert, text);

    private List<KeyStroke> Feed(string chars)
    {
        var strokes = new List<KeyStroke>();
        for (var i = 0; i < chars.Length; i++)
        {
            var key = chars[i] switch
            {
                '\r' => ConsoleKey.Enter,
                '\t' => ConsoleKey.Tab,
                '\u001B' => ConsoleKey.Escape,
                '\u007F' => ConsoleKey.Backspace,
                _ => ConsoleKey.None,
            };
            var stroke = _decoder.Feed(new ConsoleKeyInfo(chars[i], key, false, false, false), i + 1 < chars.Length, _now);
            if (stroke.Action != KeyAction.None)
            {
                strokes.Add(stroke);
            }
        }

        return strokes;
    }
}
