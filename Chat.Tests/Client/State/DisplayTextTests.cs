using System.Globalization;
using System.Text;
using Chat.Client.State;
using Chat.Client.Terminal;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class DisplayTextTests
{
    [TestCase("plain ~ text", "plain ~ text")]
    [TestCase("grüße, мир, 世界, שלום, مرحبا", "grüße, мир, 世界, שלום, مرحبا")]
    [TestCase("e\u0301 a\u0323\u0302", "e\u0301 a\u0323\u0302", Description = "ordinary accents")]
    [TestCase("क्षि தமிழ் ภาษาไทย", "क्षि தமிழ் ภาษาไทย")]
    [TestCase("\U0001F600 \U0001F44D\U0001F3FD", "\U0001F600 \U0001F44D\U0001F3FD")]
    [TestCase("\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F468\u200D\U0001F469\u200D\U0001F467", Description = "a family")]
    [TestCase("\U0001F3F3\uFE0F\u200D\U0001F308", "\U0001F3F3\uFE0F\u200D\U0001F308", Description = "a flag with a selector and a joiner")]
    [TestCase("\u2764\uFE0F 1\uFE0F\u20E3", "\u2764\uFE0F 1\uFE0F\u20E3", Description = "a heart and a keycap")]
    [TestCase("\U0001F1E9\U0001F1EA", "\U0001F1E9\U0001F1EA")]
    [TestCase("می\u200Cخواهم", "می\u200Cخواهم", Description = "Persian spells with a non-joiner")]
    [TestCase("क्\u200Dष", "क्\u200Dष", Description = "Hindi spells with a joiner")]
    public void Of_WhatPeopleWrite_StaysAsItIs(string text, string expected)
    {
        Assert.That(DisplayText.Of(text).Value, Is.EqualTo(expected));
    }

    [TestCase("\u001B[31mred", "␛[31mred", TestName = "{m}(a colour)")]
    [TestCase("\u001B]0;title\u0007", "␛]0;title␇", TestName = "{m}(a title)")]
    [TestCase("\u009B2J", "⟨U+009B⟩2J", Description = "CSI as one C1 character")]
    [TestCase("a\0b", "a␀b")]
    [TestCase("a\rb\nc\td", "a␍b␊c␉d")]
    [TestCase("\u007F", "␡")]
    [TestCase("\b\b\b", "␈␈␈")]
    public void Of_ControlCharacters_BecomeSymbols(string text, string expected)
    {
        Assert.That(DisplayText.Of(text).Value, Is.EqualTo(expected));
    }

    [TestCase("a\u202Eb", "a⟨U+202E⟩b")]
    [TestCase("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩")]
    [TestCase("\u200E\u200F\u061C", "⟨U+200E⟩⟨U+200F⟩⟨U+061C⟩")]
    [TestCase("al\u200Bice", "al⟨U+200B⟩ice")]
    [TestCase("al\u200Dice", "al⟨U+200D⟩ice", Description = "a joiner between letters that need none")]
    [TestCase("al\u200Cice", "al⟨U+200C⟩ice")]
    [TestCase("\u200D\U0001F600", "⟨U+200D⟩\U0001F600", Description = "a joiner that joins nothing before")]
    [TestCase("\U0001F600\u200D", "\U0001F600⟨U+200D⟩", Description = "a joiner that joins nothing after")]
    [TestCase("\U0001F600\u200D\u200D\U0001F600", "\U0001F600⟨U+200D⟩⟨U+200D⟩\U0001F600")]
    [TestCase("می\u200C\u200Cخ", "می⟨U+200C⟩⟨U+200C⟩خ")]
    [TestCase("\u2060\u2061", "⟨U+2060⟩⟨U+2061⟩")]
    [TestCase("\uFEFFx", "⟨U+FEFF⟩x")]
    [TestCase("soft\u00ADhyphen", "soft⟨U+00AD⟩hyphen")]
    [TestCase("a\u2028b\u2029c", "a⟨U+2028⟩b⟨U+2029⟩c")]
    [TestCase("\uFFF9a\uFFFBb", "⟨U+FFF9⟩a⟨U+FFFB⟩b")]
    [TestCase("a\uFE0Fb", "a⟨U+FE0F⟩b", Description = "a selector on what is no emoji")]
    [TestCase("a\uFE01b", "a⟨U+FE01⟩b")]
    [TestCase("\u3164\uFFA0", "⟨U+3164⟩⟨U+FFA0⟩", Description = "letters that show nothing")]
    [TestCase("x\U000E0041", "x⟨U+E0041⟩", Description = "a tag")]
    [TestCase("x\U000E0100", "x⟨U+E0100⟩")]
    [TestCase("\uFFFF\uFDD0", "⟨U+FFFF⟩⟨U+FDD0⟩", Description = "no characters at all")]
    [TestCase("\U00100000", "⟨U+100000⟩")]
    [TestCase("\u0601x", "⟨U+0601⟩x")]
    [TestCase("\u06015", "\u06015", Description = "an Arabic number sign where it belongs")]
    public void Of_WhatDeceivesTheEye_IsSpelledOut(string text, string expected)
    {
        Assert.That(DisplayText.Of(text).Value, Is.EqualTo(expected));
    }

    [Test]
    public void Of_LoneSurrogates_AreSpelledOut()
    {
        Assert.That(DisplayText.Of("a\uD83Db\uDE00").Value, Is.EqualTo("a⟨U+D83D⟩b⟨U+DE00⟩"));
    }

    [Test]
    public void Of_ManyHiddenCharacters_AreCounted()
    {
        Assert.That(
            DisplayText.Of($"a{new string('\u200B', 5000)}b").Value,
            Is.EqualTo("a⟨U+200B⟩⟨U+200B⟩⟨U+200B⟩⟨+4997⟩b"));
    }

    [Test]
    public void Of_APileOfMarks_IsCutAndCounted()
    {
        Assert.That(
            DisplayText.Of($"z{new string('\u0335', 40)}algo").Value,
            Is.EqualTo($"z{new string('\u0335', TextCleaner.MaxMarks)}⟨+34 marks⟩algo"));
    }

    [TestCase("\u0338<", "◌\u0338<")]
    [TestCase(" \u0301", " ◌\u0301")]
    [TestCase("\u202E\u0301", "⟨U+202E⟩◌\u0301")]
    [TestCase("\u093E", "◌\u093E", Description = "a spacing mark with nothing before it")]
    public void Of_AMarkWithoutABase_GetsOneOfItsOwn(string text, string expected)
    {
        Assert.That(DisplayText.Of(text).Value, Is.EqualTo(expected));
    }

    [Test]
    public void Of_AnEndlessEmojiChain_IsBroken()
    {
        var chain = string.Join('\u200D', Enumerable.Repeat("\U0001F469", 30));

        var shown = DisplayText.Of(chain).Value;

        Assert.That(shown.Split('⟨').Max(part => part.Count(c => c == '\u200D')), Is.EqualTo(TextCleaner.MaxJoins));
    }

    [Test]
    public void Lines_OfAMessage_KeepItsBreaksAndWidenItsTabs()
    {
        var lines = DisplayText.Lines("one\n\ttwo\r\n\u001Bthree");

        Assert.That(lines.Select(line => line.Value), Is.EqualTo(["one", "    two␍", "␛three"]));
    }

    [Test]
    public void Format_Holes_AreCleanedAndLiteralsKept()
    {
        var room = "#a\u202E";
        var already = DisplayText.Of("\u001B");

        Assert.That(DisplayText.Format($"{room} {already} {3} \u2502").Value, Is.EqualTo("#a⟨U+202E⟩ ␛ 3 │"));
    }

    [Test]
    public void Part_OfAWord_SeesWhatStandsAroundIt()
    {
        const string word = "می\u200Cخ";

        Assert.That(DisplayText.Part(word, 1, 3).Value, Is.EqualTo("ی\u200C"));
    }

    [Test]
    public void Of_AnyText_HoldsNothingDangerous()
    {
        Hostile.Sample(
            text =>
            {
                var shown = DisplayText.Of(text).Value;
                AssertHarmless(shown);
                foreach (var line in DisplayText.Lines(text))
                {
                    AssertHarmless(line.Value);
                }
            },
            iter: 10_000);
    }

    [Test]
    public void Of_AnyText_GrowsNoMoreThanTenfold()
    {
        Hostile.Sample(text => Assert.That(DisplayText.Of(text).Value, Has.Length.LessThanOrEqualTo(10 * text.Length)), iter: 5_000);
    }

    [Test]
    public void Of_AnyTextTwice_ChangesNothingMore()
    {
        Hostile.Sample(
            text =>
            {
                var once = DisplayText.Of(text).Value;
                Assert.That(DisplayText.Of(once).Value, Is.EqualTo(once));
            },
            iter: 5_000);
    }

    [Test]
    public void Part_OfAnyTextByClusters_IsHarmless()
    {
        Hostile.Sample(
            text =>
            {
                for (var i = 0; i < text.Length;)
                {
                    var length = CellWidth.ClusterLength(text.AsSpan(i));
                    AssertHarmless(DisplayText.Part(text, i, i + length).Value, inContext: true);
                    i += length;
                }
            },
            iter: 2_000);
    }

    private static readonly int[] Favourites = [0x200D, 0x200C, 0xFE0F, 0x1F468, 0x0644, 0x094D, 0x61, 0x20, 0x0A];

    /// <summary>Everything there is, with what is dangerous far more often than it would come by chance.</summary>
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.Int[0, 0x10FFFF],
        Gen.Int[0, 0x9F],
        Gen.Int[0x0300, 0x036F],
        Gen.Int[0x0600, 0x06FF],
        Gen.Int[0x2000, 0x206F],
        Gen.Int[0xFE00, 0xFE0F],
        Gen.Int[0x1F300, 0x1F64F],
        Gen.Int[0xE0000, 0xE01EF],
        Gen.Int[0, Favourites.Length - 1].Select(i => Favourites[i]))
        .List[0, 40]
        .Select(codes => string.Concat(codes.Select(code => code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code))));

    private static void AssertHarmless(string shown, bool inContext = false)
    {
        var marks = 0;
        var runes = new List<int>();
        for (var i = 0; i < shown.Length;)
        {
            Fail(!Rune.TryGetRuneAt(shown, i, out var rune), shown[i], "is half a character");
            runes.Add(rune.Value);
            i += rune.Utf16SequenceLength;
        }

        for (var i = 0; i < runes.Count; i++)
        {
            var value = runes[i];
            var category = CharUnicodeInfo.GetUnicodeCategory(value);
            Fail(IsDangerous(value, category), value, "is dangerous");
            if (value is 0x200C or 0x200D && !inContext)
            {
                Fail(i == 0 || i == runes.Count - 1, value, "at an edge");
                Fail(runes[i - 1] <= 0xA0, value, "after a letter that needs none");
            }

            Fail(value is 0xFE0E or 0xFE0F && i == 0 && !inContext, value, "at the beginning");

            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark && value is not (0xFE0E or 0xFE0F) ? marks + 1 : 0;
            Fail(marks > TextCleaner.MaxMarks, value, "one mark too many");
        }
    }

    private static void Fail(bool wrong, int value, string how)
    {
        if (wrong)
        {
            Assert.Fail($"U+{value:X4} {how}");
        }
    }

    private static bool IsDangerous(int value, UnicodeCategory category) =>
        value is < 0x20 or (>= 0x7F and <= 0x9F) or 0x00AD or 0x034F or 0x061C or 0x200B or 0x200E or 0x200F
            or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) or 0xFEFF or (>= 0xFFF9 and <= 0xFFFB)
            or (>= 0xFE00 and <= 0xFE0D) or (>= 0xE0000 and <= 0xE0FFF) or 0x3164 or 0xFFA0 or 0x115F or 0x1160
        || (category == UnicodeCategory.Format && value is not (0x200C or 0x200D or (>= 0x0600 and <= 0x0605) or 0x06DD or 0x08E2));
}
