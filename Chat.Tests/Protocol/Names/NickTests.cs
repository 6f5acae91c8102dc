using Chat.Protocol.Names;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class NickTests
{
    [TestCase("a")]
    [TestCase("7of9")]
    [TestCase("jean-luc_2")]
    [TestCase("évelyne")]
    [TestCase("हिन्दी")]
    [TestCase("ภาษาไทย")]
    [TestCase("مُحَمَّد")]
    [TestCase("漢字かなカナ")]
    [TestCase("٣٤")]
    [TestCase("12345678901234567890123456789012")]
    public void TryParse_LettersMarksDigits_IsTaken(string text)
    {
        Assert.That(Nick.TryParse(text, out var nick), Is.True);
        Assert.That(nick!.Text, Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("-a")]
    [TestCase("_a")]
    [TestCase("\u0301a")]
    [TestCase("a b")]
    [TestCase("a.b")]
    [TestCase("#a")]
    [TestCase("@a")]
    [TestCase("a\u200db")]
    [TestCase("a\u0007")]
    [TestCase("½")]
    [TestCase("👍")]
    [TestCase("123456789012345678901234567890123")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.That(Nick.TryParse(text, out var nick), Is.False);
        Assert.That(nick, Is.Null);
    }

    [TestCase("Ian", "ian", true)]
    [TestCase("aIice", "alice", true)]
    [TestCase("tom", "torn", true)]
    [TestCase("ian", "lan", false)]
    [TestCase("alice", "alicia", false)]
    public void Matches_Ascii_FoldsAndLooksAlike(string left, string right, bool same)
    {
        Assert.That(Nick.TryParse(left, out var a) & Nick.TryParse(right, out var b), Is.True);
        Assert.That(a!.Matches(b!), Is.EqualTo(same));
        Assert.That(b!.Matches(a), Is.EqualTo(same));
    }
}
