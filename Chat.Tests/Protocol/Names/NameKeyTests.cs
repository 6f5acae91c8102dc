using Chat.Protocol;
using Chat.Protocol.Names;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class NameKeyTests
{
    // Arabic ligature of 18 characters: nothing expands more.
    private const char Longest = '\uFDFA';

    [TestCase("Ian", "ian")]
    [TestCase("aIice", "alice")]
    [TestCase("tom", "torn")]
    [TestCase("MARY", "mary")]
    [TestCase("b0b", "bob")]
    [TestCase("ｅｖａｎ", "evan")]
    [TestCase("𝓮𝓿𝓪𝓷", "evan")]
    [TestCase("\u0430dmin", "admin", Description = "Cyrillic a")]
    [TestCase("АДМИН", "админ")]
    [TestCase("\u03a3\u03a9\u039a\u03a1\u0391\u03a4\u0397\u03a3", "\u03c3\u03c9\u03ba\u03c1\u03b1\u03c4\u03b7\u03c2", Description = "a final sigma")]
    [TestCase("Straße", "STRASSE")]
    [TestCase("ﬁona", "fiona")]
    [TestCase("René", "Rene\u0301")]
    [TestCase("Å", "\u212b")]
    [TestCase("한", "\u1112\u1161\u11ab")]
    [TestCase("ｶﾞ", "ガ")]
    [TestCase("ev\ufe0fan", "evan", Description = "a variation selector is not seen")]
    [TestCase("\u3164evan", "evan", Description = "nor is a filler")]
    [TestCase("ԱՐԱՄ", "արամ")]
    public void Matches_SameToAReader_IsTrueBothWays(string left, string right) => Check(left, right, same: true);

    [TestCase("ian", "lan")]
    [TestCase("alice", "alicia")]
    [TestCase("bob", "rob")]
    [TestCase("хор", "хоры")]
    [TestCase("जय", "जया")]
    [TestCase("e\u0301", "e\u0300")]
    [TestCase("漢", "字")]
    public void Matches_DifferentToAReader_IsFalse(string left, string right) => Check(left, right, same: false);

    [Test]
    public void Key_AnyAsciiName_IsWhatTheDefinitionGives()
    {
        for (var c = ' '; c < 0x7f; c++)
        {
            if (RoomName.TryParse($"#a{c}b", out var room))
            {
                Assert.That(room.Key, Is.EqualTo(Defined(room.Text)), room.Text);
            }
        }
    }

    [Test]
    public void Key_AnyName_IsWhatTheDefinitionGivesAndStaysWhenTheNameIsNormalized() =>
        UnicodeTexts.Name.Sample(name =>
        {
            if (Nick.TryParse(name, out var nick))
            {
                Assert.That(nick.Key, Is.EqualTo(Defined(name)), name);
                Assert.That(nick.Key, Is.EqualTo(Defined(UnicodeText.ToNfkc(name))), name);
                Assert.That(nick.Key.SkeletonOfFolded, Is.Not.Empty);
                Assert.That(nick.Key.FoldedSkeleton, Is.Not.Empty);
            }
        });

    [Test]
    public void Key_CaseOfALetterChanged_Matches() =>
        UnicodeTexts.Name.Sample(name =>
        {
            if (Nick.TryParse(name, out var nick) && Nick.TryParse(UnicodeText.CaseFold(UnicodeText.ToNfkc(name)), out var folded))
            {
                Assert.That(nick.Matches(folded), Is.True, name);
            }
        });

    [Test]
    public void TryParse_MegabytesOfText_LooksAtNoneOfIt()
    {
        var huge = "#" + new string(Longest, 4_000_000);
        Assert.That(RoomName.TryParse("#" + Longest, out _), Is.True);
        var allocated = Allocations.Of(() =>
        {
            _ = Nick.TryParse(huge, out _);
            _ = RoomName.TryParse(huge, out _);
        });
        Assert.That(allocated, Is.LessThan(1_000));
    }

    [Test]
    public void TryParse_NameThatExpandsMost_HasAKeyAndCostInBounds()
    {
        const int MostUnits = 18 * Limits.MaxRoom;
        var text = "#" + new string(Longest, Limits.MaxRoom - 1);
        Assert.That(RoomName.TryParse(text, out var room), Is.True);
        Assert.That(room!.Key.FoldedSkeleton, Has.Length.LessThanOrEqualTo(MostUnits));
        Assert.That(room.Key.SkeletonOfFolded, Has.Length.LessThanOrEqualTo(MostUnits));

        // The key's two strings and little else: what is in between is pooled.
        Assert.That(Allocations.Of(() => _ = RoomName.TryParse(text, out _)), Is.LessThan((2 * 2 * MostUnits) + 1_000));
    }

    private static NameKey Defined(string name)
    {
        var compatible = UnicodeText.ToNfkc(name);
        return new NameKey(UnicodeText.CaseFold(UnicodeText.Skeleton(compatible)), UnicodeText.Skeleton(UnicodeText.CaseFold(compatible)));
    }

    private static void Check(string left, string right, bool same)
    {
        Assert.That(Nick.TryParse(left, out var a) & Nick.TryParse(right, out var b), Is.True);
        Assert.That(a!.Matches(b!), Is.EqualTo(same));
        Assert.That(b!.Matches(a), Is.EqualTo(same));
        Assert.That(a.Key.Matches(a.Key), Is.True);
    }
}
