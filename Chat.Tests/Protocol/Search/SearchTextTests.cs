using System.Text;
using Chat.Protocol.Search;
using Chat.Tests.Protocol.Names;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Search;

[TestFixture]
public sealed class SearchTextTests
{
    [TestCase("Hello, World!", "hello world")]
    [TestCase("  don't\tstop\n", "don t stop")]
    [TestCase("don’t", "don t")]
    [TestCase("snake_case <b> $5 C++ #tag @nick", "snake case b 5 c tag nick")]
    [TestCase("", "")]
    [TestCase(" -- ?! ", "")]
    [TestCase("ｆｕｌｌ ① ㎏ Ⅷ ½", "full 1 kg viii 1 2")]
    [TestCase("Straße ΌΣΟΣ", "strasse όσοσ")]
    [TestCase("cafe\u0301 Café", "café café")]
    [TestCase("co\u00adop a\u200bb a\u034f\u0301", "coop ab á")]
    [TestCase("наши ЛЮДИ", "наши люди")]
    [TestCase("한국어 \u1112\u1161\u11ab", "한국어 한")]
    [TestCase("नमस्ते दुनिया", "नमस्ते दुनिया")]
    [TestCase("¡Hola! «quoted» one—two", "hola quoted one two")]
    [TestCase("\u0301 x", "\u0301 x")]
    public void Tokenize_TextsWithSpaces_AreWordsInOneForm(string text, string tokens)
    {
        Assert.That(SearchText.Tokenize(text), Is.EqualTo(tokens));
    }

    [TestCase("寿司が好き", "寿 司 が 好 き")]
    [TestCase("ﾗｰﾒﾝ100円OK", "ラ ー メ ン 100 円 ok")]
    [TestCase("か\u3099が", "が が")]
    [TestCase("สวัสดี", "ส วั ส ดี")]
    [TestCase("ລາວ", "ລ າ ວ")]
    [TestCase("ខ្មែរ", "ខ្ មែ រ")]
    [TestCase("မြန်မာ", "မြ န် မာ")]
    [TestCase("𠮷野家", "𠮷 野 家")]
    public void Tokenize_ScriptsWithoutSpaces_AreATokenACharacter(string text, string tokens)
    {
        Assert.That(SearchText.Tokenize(text), Is.EqualTo(tokens));
    }

    [TestCase("great👍👍", "great 👍 👍")]
    [TestCase("👍🏽", "👍")]
    [TestCase("❤\ufe0f", "❤")]
    [TestCase("👩\u200d💻x", "👩 💻 x")]
    [TestCase("🇩🇪", "🇩 🇪")]
    [TestCase("20 °F ☎", "20 ° f ☎", Description = "a sign of degrees is a symbol")]
    public void Tokenize_Symbols_AreATokenEach(string text, string tokens)
    {
        Assert.That(SearchText.Tokenize(text), Is.EqualTo(tokens));
    }

    [Test]
    public void Tokenize_HalvesOfSurrogatePairs_Separate()
    {
        Assert.That(SearchText.Tokenize("a\ud83db\udc4d"), Is.EqualTo("a b"));
    }

    [Test]
    public void Tokenize_AnyText_IsIdempotent() =>
        UnicodeTexts.Text.Sample(text =>
        {
            var once = SearchText.Tokenize(text);
            return SearchText.Tokenize(once) == once;
        });

    [Test]
    public void Tokenize_AnyText_HasOfAsciiLettersDigitsAndSingleSpaces() =>
        UnicodeTexts.Text.Sample(text =>
        {
            var tokens = SearchText.Tokenize(text);
            return tokens.Trim(' ') == tokens
                && !tokens.Contains("  ", StringComparison.Ordinal)
                && tokens.All(c => c > 0x7F || c == ' ' || char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c));
        });

    [Test]
    public void Tokenize_Ascii_IsTheSameByTheShortCut() =>
        Gen.String[Gen.Char['\0', '\u007f'], 0, 40].Sample(text =>
            $"{SearchText.Tokenize(text)} 寿".TrimStart() == SearchText.Tokenize(text + "寿"));

    [Test]
    public void Tokenize_AnyCaseAndForm_IsTheSame()
    {
        Assert.That(SearchText.Tokenize("ÉCOLE"), Is.EqualTo(SearchText.Tokenize("e\u0301cole")));
        Assert.That(SearchText.Tokenize("ﬁle"), Is.EqualTo(SearchText.Tokenize("FILE")));
    }

    [Test]
    public void Tokenize_TextThatExpandsMost_AllocatesItsResultOnly()
    {
        var text = new string('\uFDFA', 5_400);
        Assert.That(Encoding.UTF8.GetByteCount(text), Is.LessThan(16_384));
        Assert.That(SearchText.Tokenize(text), Has.Length.LessThan(19 * text.Length));
        Assert.That(Allocations.Of(() => SearchText.Tokenize(text)), Is.LessThan(10 * 18 * text.Length));
    }
}
