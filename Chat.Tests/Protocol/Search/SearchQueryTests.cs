using Chat.Protocol.Search;
using Chat.Tests.Protocol.Names;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Search;

[TestFixture]
public sealed class SearchQueryTests
{
    [TestCase("one Two", "one|two")]
    [TestCase("\"one two\" three", "one two|three")]
    [TestCase("“one two”three", "one two|three")]
    [TestCase("a\"b c\"d", "a|b c|d")]
    [TestCase("pre* word", "pre*|word")]
    [TestCase("\"new yo*\" \"new yo\"* x", "new yo*|new yo*|x")]
    [TestCase("\"not closed", "not closed")]
    [TestCase("not \"", "not")]
    [TestCase("don't 寿司 寿司*", "don t|寿 司|寿 司*")]
    [TestCase("rock & roll -", "rock|roll")]
    [TestCase("fo*bar", "fo bar")]
    [TestCase("word * **", "word")]
    [TestCase("*word ＷＯＲＤ", "word|word")]
    [TestCase("👍*", "👍*")]
    public void TryParse_WordsPhrasesAndPrefixes_AreTerms(string text, string terms)
    {
        Assert.That(SearchQuery.TryParse(text, out var query), Is.True);
        Assert.That(string.Join('|', query!.Terms.Select(term => string.Join(' ', term.Tokens) + (term.IsPrefix ? "*" : ""))), Is.EqualTo(terms));
    }

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("*")]
    [TestCase("\"*\"*")]
    [TestCase("\"\" ?! --")]
    [TestCase("\"")]
    public void TryParse_NothingToLookFor_IsFalse(string text)
    {
        Assert.That(SearchQuery.TryParse(text, out var query), Is.False);
        Assert.That(query, Is.Null);
    }

    [TestCase("world", "Hello, WORLD!", true)]
    [TestCase("hello world", "World: hello.", true)]
    [TestCase("hello moon", "hello world", false)]
    [TestCase("wor", "hello world", false)]
    [TestCase("orld", "hello world", false)]
    [TestCase("wor*", "hello world", true)]
    [TestCase("world*", "hello world", true)]
    [TestCase("orl*", "hello world", false)]
    [TestCase("\"hello world\"", "say hello, world", true)]
    [TestCase("\"hello world\"", "world hello", false)]
    [TestCase("\"hello world\"", "hello my world", false)]
    [TestCase("\"hello wor*\"", "hello world", true)]
    [TestCase("\"hello wor\"", "hello world", false)]
    [TestCase("don't", "you don’t say", true)]
    [TestCase("don't", "t don", false)]
    [TestCase("好き", "寿司が好きです", true)]
    [TestCase("き好", "寿司が好きです", false)]
    [TestCase("👍", "great👍🏽", true)]
    [TestCase("strasse", "Die Straße", true)]
    [TestCase("a", "", false)]
    [TestCase("ab", "a b", false)]
    [TestCase("\"a b\"", "ab", false)]
    public void IsMatch_Text_HasAllTermsOrNot(string text, string message, bool matches)
    {
        Assert.That(SearchQuery.TryParse(text, out var query), Is.True);
        Assert.That(query!.IsMatch(message), Is.EqualTo(matches));
    }

    [Test]
    public void IsMatch_TextItselfAsAQuery_IsFoundInAnyCaseAroundIt() =>
        UnicodeTexts.Text.Sample(text =>
            !SearchQuery.TryParse(text, out var query) || query.IsMatch($"before {text} behind"));

    [Test]
    public void IsMatch_TermsJoined_AreThoseOfTheTokens() =>
        Gen.Select(UnicodeTexts.Text, UnicodeTexts.Text).Sample((text, message) =>
        {
            if (!SearchQuery.TryParse(text, out var query))
            {
                return true;
            }

            var tokens = SearchText.Tokenize(message).Split(' ');
            return query.IsMatch(message) == query.Terms.All(term => Occurs(term, tokens));
        });

    private static bool Occurs(SearchTerm term, string[] tokens) =>
        Enumerable.Range(0, Math.Max(0, tokens.Length - term.Tokens.Count + 1)).Any(at => term.Tokens.Select((token, i) => (token, i)).All(pair =>
            term.IsPrefix && pair.i == term.Tokens.Count - 1
                ? tokens[at + pair.i].StartsWith(pair.token, StringComparison.Ordinal)
                : tokens[at + pair.i] == pair.token));
}
