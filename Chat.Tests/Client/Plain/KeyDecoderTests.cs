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
    [TestCase(ConsoleKey.Backspace, ConsoleModifiers.Alt, nameof(KeyAction.DeleteWord))]
    [TestCase(ConsoleKey.A, ConsoleModifiers.Control, nameof(KeyAction.Home))]
    [TestCase(ConsoleKey.E, ConsoleModifiers.Control, nameof(KeyAction.End))]
    [TestCase(ConsoleKey.K, ConsoleModifiers.Control, nameof(KeyAction.DeleteToEnd))]
    [TestCase(ConsoleKey.U, ConsoleModifiers.Control, nameof(KeyAction.DeleteToStart))]
    [TestCase(ConsoleKey.W, ConsoleModifiers.Control, nameof(KeyAction.DeleteWord))]
    [TestCase(ConsoleKey.D, ConsoleModifiers.Control, nameof(KeyAction.EndOfInput))]
    [TestCase(ConsoleKey.F5, 0, nameof(KeyAction.None))]
    [TestCase(ConsoleKey.G, ConsoleModifiers.Control, nameof(KeyAction.None))]
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

        Assert.That(strokes, Is.EqualTo([Insert("a"), Insert("\n"), Insert("b"), Insert("\t"), Insert("c"), new KeyStroke(KeyAction.Enter)]));
    }

    [Test]
    public void APasteThatNeverEnds_IsOverAfterAWhile()
    {
        Assert.That(Feed("\u001B[200~a\r"), Is.EqualTo([Insert("a"), Insert("\n")]));
        _now += KeyDecoder.PastePatience + TimeSpan.FromMilliseconds(1);

        Assert.That(Feed("\r"), Is.EqualTo([new KeyStroke(KeyAction.Enter)]));
    }

    [Test]
    public void OtherSequences_MeanNothing_AndLeaveNothingBehind()
    {
        Assert.That(Feed("\u001B[1;5Rx\u001BOy\u001B[9999R"), Is.EqualTo([Insert("x"), Insert("y")]));
    }

    [Test]
    public void ASequenceThatNeverEnds_SwallowsOnlySoMuch()
    {
        Assert.That(Feed("\u001B[" + new string('9', 20) + "x"), Has.Count.InRange(1, 10));
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
