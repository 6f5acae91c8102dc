using Chat.Protocol.Names;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class NickTests
{
    [TestCase("a")]
    [TestCase("7of9")]
    [TestCase("jean-luc_2")]
    [TestCase("a-")]
    [TestCase("évelyne")]
    [TestCase("e\u0301velyne")]
    [TestCase("हिन्दी")]
    [TestCase("ภาษาไทย")]
    [TestCase("مُحَمَّد")]
    [TestCase("עִבְרִית")]
    [TestCase("漢字かなカナ")]
    [TestCase("한국어")]
    [TestCase("ᠮᠣᠩᠭᠤᠯ\u180B")]
    [TestCase("٣٤")]
    [TestCase("ｅｖａｎ")]
    [TestCase("𝓮𝓿𝓪𝓷")]
    [TestCase("𠮷田")]
    [TestCase("12345678901234567890123456789012")]
    public void TryParse_LettersMarksDigits_IsTaken(string text)
    {
        Assert.That(Nick.TryParse(text, out var nick), Is.True);
        Assert.That(nick!.Text, Is.EqualTo(text));
        Assert.That(nick.ToString(), Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("-a")]
    [TestCase("_a")]
    [TestCase("\u0301a", Description = "a combining mark has nothing to stand on")]
    [TestCase("a b")]
    [TestCase("a.b")]
    [TestCase("#a")]
    [TestCase("@a")]
    [TestCase("a\n")]
    [TestCase("a\u200db", Description = "a joiner is no mark")]
    [TestCase("a\u202eb", Description = "nor is a change of direction")]
    [TestCase("a\u00adb")]
    [TestCase("a\u0007")]
    [TestCase("½")]
    [TestCase("Ⅷ", Description = "a letter-like number is no decimal digit")]
    [TestCase("👍")]
    [TestCase("123456789012345678901234567890123")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.That(Nick.TryParse(text, out var nick), Is.False);
        Assert.That(nick, Is.Null);
    }

    [TestCase("\u3164", Description = "a Hangul filler is a letter that nobody sees")]
    [TestCase("\u115f\u1160")]
    [TestCase("\uffa0")]
    [TestCase("\u3164\u0301", Description = "what is seen is a mark alone")]
    [TestCase("\u3164-a", Description = "what is seen starts with a dash")]
    [TestCase("\u034fa", Description = "a mark, though not seen")]
    [TestCase("\ufe0f")]
    public void TryParse_SeenAsNothingOrUnfitToStart_IsRefused(string text)
    {
        Assert.That(Nick.TryParse(text, out _), Is.False);
    }

    [Test]
    public void TryParse_HalfOfASurrogatePair_IsRefused()
    {
        // Attributes are stored as UTF-8, which has no such thing.
        Assert.That(Nick.TryParse("a\ud800", out _), Is.False);
        Assert.That(Nick.TryParse("a\ud800b", out _), Is.False);
        Assert.That(Nick.TryParse("\udc00", out _), Is.False);
    }

    [Test]
    public void TryParse_32CodePointsOfTwoUnits_IsTakenAnd33AreNot()
    {
        var longest = string.Concat(Enumerable.Repeat("𠮷", 32));
        Assert.That(Nick.TryParse(longest, out _), Is.True);
        Assert.That(Nick.TryParse(longest + "a", out _), Is.False);
    }

    [Test]
    public void TryParse_LettersOfALaterUnicode_AreRefused()
    {
        // U+1C89 came with Unicode 16 and has a small letter that these tables do not know: "Ᲊ" and "ᲊ" would be two users.
        Assert.That(UnicodeText.Version, Is.EqualTo("15.0.0"));
        Assert.That(Nick.TryParse("\u1c89", out _), Is.False);
    }

    [Test]
    public void Equals_AnotherSpelling_IsNotEqualThoughItMatches()
    {
        Assert.That(Nick.TryParse("Ian", out var upper) & Nick.TryParse("ian", out var lower) & Nick.TryParse("ian", out var again), Is.True);
        Assert.That(lower, Is.EqualTo(again));
        Assert.That(lower!.GetHashCode(), Is.EqualTo(again!.GetHashCode()));
        Assert.That(lower, Is.Not.EqualTo(upper));
        Assert.That(lower.Matches(upper!), Is.True);
    }
}
