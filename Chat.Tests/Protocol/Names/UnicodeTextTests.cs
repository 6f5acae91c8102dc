using System.Text;
using Chat.Protocol.Names;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class UnicodeTextTests
{
    // Of Unicode's NormalizationTest.txt (15.0.0): a few of each part, source and NFKC.
    [TestCase("\u1e0c\u031b", "\u1e0c\u031b")]
    [TestCase("\u1e0c\u031b\u0307", "\u1e0c\u031b\u0307")]
    [TestCase("\u1e0c\u0307", "\u1e0c\u0307")]
    [TestCase("\u00c8", "\u00c8")]
    [TestCase("\u0045\u0304", "\u0112")]
    [TestCase("\u0044\u0307\u0323", "\u1e0c\u0307")]
    [TestCase("\u1e0a\u0323", "\u1e0c\u0307")]
    [TestCase("\u1e14\u0304", "\u1e14\u0304")]
    [TestCase("\u1d55", "\u1d17")]
    [TestCase("\U0001d504", "\u0041")]
    [TestCase("\U0002f872", "\u5bff")]
    [TestCase("\ufd15", "\u063a\u0649")]
    [TestCase("\u248c", "\u0035\u002e")]
    [TestCase("\ufa8f", "\u6452")]
    [TestCase("\U0001f11b", "\u0028\u004c\u0029")]
    [TestCase("\U0002f80a", "\u50e7")]
    [TestCase("\uffd4", "\u116f")]
    [TestCase("\ufcad", "\u0633\u062c")]
    [TestCase("\u33fa", "\u0032\u0037\u65e5")]
    [TestCase("\u316c", "\u11d7")]
    [TestCase("\ufc33", "\u0642\u062d")]
    [TestCase("\ufa4f", "\u7950")]
    [TestCase("\u1db4", "\u0283")]
    [TestCase("\ufc27", "\u0637\u0645")]
    [TestCase("\ufc85", "\u0644\u0645")]
    [TestCase("\uf997", "\u806f")]
    [TestCase("\u33ba", "\u0070\u0057")]
    [TestCase("\ufdf9", "\u0635\u0644\u0649")]
    [TestCase("\ufd17", "\u0633\u0649")]
    [TestCase("\U0001d409", "\u004a")]
    [TestCase("\u2f7b", "\u7fbd")]
    [TestCase("\uff12", "\u0032")]
    [TestCase("\U0001d489", "\u0068")]
    [TestCase("\U0001ee34", "\u0634")]
    [TestCase("\ufba8", "\u06c1")]
    [TestCase("\uf917", "\u73de")]
    [TestCase("\ufb9c", "\u06b1")]
    [TestCase("\U0001d760", "\u039b")]
    [TestCase("\ufcc8", "\u0643\u0645")]
    [TestCase("\u2f90", "\u8863")]
    [TestCase("\U0002f864", "\u5a27")]
    [TestCase("\ufd80", "\u0644\u062d\u0645")]
    [TestCase("\u0384", "\u0020\u0301")]
    [TestCase("\ufd2a", "\u0633\u0631")]
    [TestCase("\U0002f92e", "\u7447")]
    [TestCase("\ufe31", "\u2014")]
    [TestCase("\U0001ee5f", "\u066f")]
    [TestCase("\uf9a5", "\u6bae")]
    [TestCase("\u0061\u1a78\u0315\u0300\u05ae\u0062", "\u0061\u05ae\u1a78\u0300\u0315\u0062")]
    [TestCase("\u0061\u1ab4\u0315\u0300\u05ae\u0062", "\u0061\u05ae\u1ab4\u0300\u0315\u0062")]
    [TestCase("\u0061\u0315\u0300\u05ae\u2df0\u0062", "\u00e0\u05ae\u2df0\u0315\u0062")]
    [TestCase("\u0061\u059a\u0316\u1dfa\u08d0\u0062", "\u0061\u1dfa\u0316\u08d0\u059a\u0062")]
    [TestCase("\u0061\u0315\u0300\u05ae\u1abc\u0062", "\u00e0\u05ae\u1abc\u0315\u0062")]
    [TestCase("\u0061\u059a\u0316\u1dfa\u1b6c\u0062", "\u0061\u1dfa\u0316\u1b6c\u059a\u0062")]
    [TestCase("\u0061\u059a\u0316\u1dfa\u05c5\u0062", "\u0061\u1dfa\u0316\u05c5\u059a\u0062")]
    [TestCase("\u0061\u0742\u059a\u0316\u1dfa\u0062", "\u0061\u1dfa\u0742\u0316\u059a\u0062")]
    [TestCase("\u0061\u0315\u0300\u05ae\u08e1\u0062", "\u00e0\u05ae\u08e1\u0315\u0062")]
    [TestCase("\u0061\u081f\u0315\u0300\u05ae\u0062", "\u0061\u05ae\u081f\u0300\u0315\u0062")]
    [TestCase("\u0061\u059a\u0316\u1dfa\U0001d17c\u0062", "\u0061\u1dfa\u0316\U0001d17c\u059a\u0062")]
    [TestCase("\u0061\U00016b36\u0315\u0300\u05ae\u0062", "\u0061\u05ae\U00016b36\u0300\u0315\u0062")]
    [TestCase("\u0061\u059a\u0316\u1dfa\u032c\u0062", "\u0061\u1dfa\u0316\u032c\u059a\u0062")]
    [TestCase("\u0061\u059a\u0316\u1dfa\u0354\u0062", "\u0061\u1dfa\u0316\u0354\u059a\u0062")]
    [TestCase("\u0cc6\u0334\u0cd5", "\u0cc6\u0334\u0cd5")]
    [TestCase("\uc0e4\u0334\u11bc", "\uc0e4\u0334\u11bc")]
    [TestCase("\ud4cc\u0334\u11bc", "\ud4cc\u0334\u11bc")]
    [TestCase("\u1b3e\u0334\u1b35", "\u1b3e\u0334\u1b35")]
    public void ToNfkc_SamplesOfTheConformanceTest_AreNormalized(string source, string normalized)
    {
        Assert.That(UnicodeText.ToNfkc(source), Is.EqualTo(normalized));
        Assert.That(UnicodeText.ToNfkc(normalized), Is.EqualTo(normalized));
    }

    [Test]
    public void ToNfkc_FullwidthWithoutTheRuntimesHelp_IsNormalized()
    {
        Assert.That(UnicodeText.ToNfkc("ｅｖａｎ"), Is.EqualTo("evan"));
        Assert.That(UnicodeText.ToNfkc("①²㎏ ﷺ"), Is.EqualTo("12kg صلى الله عليه وسلم"));
    }

    [Test]
    public void ToNfkc_AnyText_IsIdempotent() =>
        UnicodeTexts.Text.Sample(text =>
        {
            var once = UnicodeText.ToNfkc(text);
            return UnicodeText.ToNfkc(once) == once;
        });

    [Test]
    public void ToNfkc_MarksOfDifferentClassesInAnyOrder_IsTheSame()
    {
        // Below (220), above right (232), above (230), overlay (1), inside (202 attached below).
        string[] marks = ["\u0323", "\u0315", "\u0307", "\u0338", "\u0327"];
        Gen.Shuffle(marks).Sample(order => UnicodeText.ToNfkc("s" + string.Concat(order)) == UnicodeText.ToNfkc("s" + string.Concat(marks)));
    }

    [Test]
    public void ToNfkc_LongRunOfMarks_IsSortedStablyAndCheaply()
    {
        // Two marks of class 230 that compose with nothing here, and one of class 220: the latter come first, the others stay in their order.
        var run = string.Concat(Enumerable.Repeat("\u0346\u0323\u034a", 4_000));
        var sorted = string.Concat(Enumerable.Repeat("\u0323", 4_000)) + string.Concat(Enumerable.Repeat("\u0346\u034a", 4_000));
        Assert.That(UnicodeText.ToNfkc("x\u0301" + run), Is.EqualTo("x" + sorted.Insert(4_000, "\u0301")));
        Assert.That(Allocations.Of(() => UnicodeText.ToNfkc(run)), Is.LessThan(4 * run.Length));
    }

    [TestCase("Straße İI", "strasse i\u0307i")]
    [TestCase("ΌΣΟΣ ς", "όσοσ σ")]
    [TestCase("ﬃ Ǆ ŉ", "ffi ǆ \u02bcn")]
    [TestCase("ᏸ Ꭰ ꭰ", "Ᏸ Ꭰ Ꭰ")]
    [TestCase("𐐀 𞤀", "𐐨 𞤢")]
    [TestCase("abc", "abc")]
    public void CaseFold_LettersOfManyKinds_AreFoldedInFull(string text, string folded)
    {
        Assert.That(UnicodeText.CaseFold(text), Is.EqualTo(folded));
    }

    [Test]
    public void CaseFold_AnyText_IsIdempotent() =>
        UnicodeTexts.Text.Sample(text => UnicodeText.CaseFold(UnicodeText.CaseFold(text)) == UnicodeText.CaseFold(text));

    [TestCase("paypal", "\u0440\u0430\u0443\u0440\u0430\u04c0", Description = "in Cyrillic")]
    [TestCase("torn", "tom")]
    [TestCase("l", "Ⅰ")]
    [TestCase("A", "Α")]
    [TestCase("é", "e\u0301")]
    [TestCase("ab", "a\u200bb")]
    [TestCase("O", "0")]
    public void Skeleton_LookingAlike_IsTheSame(string left, string right)
    {
        Assert.That(UnicodeText.Skeleton(left), Is.EqualTo(UnicodeText.Skeleton(right)));
    }

    [TestCase("²", "2", Description = "only what the table lists looks alike: compatibility is NFKC's business")]
    [TestCase("i", "l")]
    [TestCase("e", "é")]
    public void Skeleton_NotLookingAlike_Differs(string left, string right)
    {
        Assert.That(UnicodeText.Skeleton(left), Is.Not.EqualTo(UnicodeText.Skeleton(right)));
    }

    [Test]
    public void Transformations_HalvesOfSurrogatePairs_StayAsTheyAre()
    {
        const string Text = "é\udc00\ud800b\ud83d";
        Assert.That(UnicodeText.ToNfkc(Text), Is.EqualTo(Text));
        Assert.That(UnicodeText.CaseFold(Text), Is.EqualTo(Text));
        Assert.That(UnicodeText.Skeleton(Text), Is.EqualTo("e\u0301\udc00\ud800b\ud83d"));
    }

    [Test]
    public void Transformations_AnyText_StayWellFormed() =>
        UnicodeTexts.Text.Sample(text =>
            new[] { UnicodeText.ToNfkc(text), UnicodeText.CaseFold(text), UnicodeText.Skeleton(text) }
                .All(result => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(result)) == result));

    [Test]
    public void ToNfkc_TextThatExpandsMost_AllocatesItsResultOnly()
    {
        var text = new string('\uFDFA', 5_000);
        Assert.That(UnicodeText.ToNfkc(text), Has.Length.EqualTo(18 * text.Length));

        // Arrays of this size are pooled too; the pool may give some back to the collector in between.
        Assert.That(Allocations.Of(() => UnicodeText.ToNfkc(text)), Is.LessThan(10 * 18 * text.Length));
    }

    [TestCase("", true)]
    [TestCase("tab\tand\nnewline", true)]
    [TestCase("naïve 漢字 👍\u202e", true)]
    [TestCase("a\r\n", false)]
    [TestCase("\u0000", false)]
    [TestCase("\u001b[31m", false, TestName = "{m}(an escape sequence)")]
    [TestCase("\u007f", true)]
    [TestCase("\u0085", false)]
    [TestCase("\u009b31m", false)]
    [TestCase("\u00a0", true)]
    public void IsPlainText_Controls_AreNotButTabAndNewline(string text, bool plain)
    {
        Assert.That(UnicodeText.IsPlainText(text), Is.EqualTo(plain));
    }

    [Test]
    public void IsPlainText_EachCharacterOfLatin1_IsUnlessItIsAControl()
    {
        for (var c = '\0'; c <= '\u00ff'; c++)
        {
            var isControl = c is < ' ' and not '\t' and not '\n' or >= '\u0080' and <= '\u009f';
            Assert.That(UnicodeText.IsPlainText($"before{c}after"), Is.EqualTo(!isControl), $"U+{(int)c:x4}");
        }
    }

    [Test]
    public void IsPlainText_HalvesOfSurrogatePairs_AreNot()
    {
        Assert.That(UnicodeText.IsPlainText("a\ud83d"), Is.False);
        Assert.That(UnicodeText.IsPlainText("\ud83d\udc4d"), Is.True);
        Assert.That(UnicodeText.IsPlainText("\udc4d\ud83d"), Is.False);
        Assert.That(UnicodeText.IsPlainText("\ud83d\ud83d\udc4d"), Is.False);
    }
}
