using System.Text;
using Chat.Protocol;
using Chat.Protocol.Names;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class NamePatternTests
{
    [TestCase("*", "#lobby")]
    [TestCase("#*", "#lobby")]
    [TestCase("#lobby", "#lobby")]
    [TestCase("#LOB*", "#lobby")]
    [TestCase("#1obby", "#lobby")]
    [TestCase("#l?b?y", "#lobby")]
    [TestCase("*b*b*", "#lobby")]
    [TestCase("**lobby**", "#lobby")]
    [TestCase("#*o*", "#foo")]
    [TestCase("#?*?", "#ab")]
    [TestCase("#to?", "#tom")]
    [TestCase("#tom", "#torn")]
    [TestCase("#ｄｅｖ＊", "#develop")]
    [TestCase("#деВ*", "#девушка")]
    [TestCase("#caf?", "#café")]
    [TestCase("#caf?", "#cafe\u0301")]
    [TestCase("#caf\u0065\u0301", "#CAFÉ")]
    [TestCase("#?", "#कि")]
    [TestCase("#?x", "#q\u0307\u0323\u0301x")]
    [TestCase("#str*e", "#Straße")]
    [TestCase("#a*", "#\u0430dmin")]
    public void IsMatch_WholeNameCovered_IsTrue(string pattern, string name) => Check(pattern, name, matches: true);

    [TestCase("#lob", "#lobby")]
    [TestCase("lobby", "#lobby")]
    [TestCase("?", "#lobby")]
    [TestCase("#lobby?", "#lobby")]
    [TestCase("#l?by", "#lobby")]
    [TestCase("#*z", "#lobby")]
    [TestCase("#??", "#कि")]
    [TestCase("#a?b", "#ab")]
    [TestCase("#lobby*a", "#lobby")]
    public void IsMatch_NotCovered_IsFalse(string pattern, string name) => Check(pattern, name, matches: false);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("a\u0007")]
    public void TryParse_NoPattern_IsFalse(string? pattern)
    {
        Assert.That(NamePattern.TryParse(pattern, out var result), Is.False);
        Assert.That(result, Is.Null);
    }

    [Test]
    public void TryParse_LongerThanItsBytes_IsFalse()
    {
        Assert.That(NamePattern.TryParse(new string('a', Limits.MaxPattern), out _), Is.True);
        Assert.That(NamePattern.TryParse(new string('a', Limits.MaxPattern + 1), out _), Is.False);
        Assert.That(NamePattern.TryParse(new string('é', Limits.MaxPattern / 2), out _), Is.True);
        Assert.That(NamePattern.TryParse(new string('é', (Limits.MaxPattern / 2) + 1), out _), Is.False);
        Assert.That(NamePattern.TryParse("\ud800", out _), Is.False);
    }

    [Test]
    public void IsMatch_PatternThatMakesNaiveMatchersRunForever_Ends()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 31)) + "b";
        Check(pattern, new string('a', 5_000), matches: false);
        Check(pattern, new string('a', 5_000) + "b", matches: true);
        Check(pattern, new string('a', 5_000) + "bc", matches: false);
        Check(pattern + "*", new string('a', 5_000) + "bc", matches: true);
        Check(string.Concat(Enumerable.Repeat("*?", 32)), new string('\uFDFA', 63), matches: true);
    }

    [Test]
    public void IsMatch_AnyPatternOverAnyName_IsWhatTheDefinitionGives() =>
        Gen.Select(Gen.Char["ab?*"].Array[1, 7], Gen.Char["abc"].Array[0, 8]).Sample((p, n) =>
        {
            var (pattern, name) = (new string(p), new string(n));
            return NamePattern.TryParse(pattern, out var parsed) && parsed.IsMatch(name) == Matches(pattern, name);
        });

    [Test]
    public void IsMatch_NameAsItsOwnPattern_IsTrue() =>
        UnicodeTexts.Text.Sample(name =>
        {
            // A wildcard, also one in compatible characters, takes the marks after it along: then those in the pattern find nothing left.
            if (UnicodeText.ToNfkc(name).AsSpan().IndexOfAny('?', '*') < 0 && Encoding.UTF8.GetByteCount(name) <= Limits.MaxPattern && NamePattern.TryParse(name, out var pattern))
            {
                Assert.That(pattern.IsMatch(name), Is.True, name);
            }
        });

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name) => pattern switch
    {
        [] => name.IsEmpty,
        ['*', .. var rest] => Matches(rest, name) || (!name.IsEmpty && Matches(pattern, name[1..])),
        [var c, .. var rest] => !name.IsEmpty && (c == '?' || c == name[0]) && Matches(rest, name[1..]),
    };

    private static void Check(string pattern, string name, bool matches)
    {
        Assert.That(NamePattern.TryParse(pattern, out var parsed), Is.True);
        Assert.That(parsed!.IsMatch(name), Is.EqualTo(matches));
    }
}
