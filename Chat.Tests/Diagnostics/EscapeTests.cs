using System.Text;
using Chat.Server.Diagnostics;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Diagnostics;

[TestFixture]
public sealed class EscapeTests
{
    [TestCase("alice", "alice")]
    [TestCase("Zoë 台所 🍳 ñ", "Zoë 台所 🍳 ñ")]
    [TestCase("", "")]
    [TestCase("a\nb\r\tc", @"a\nb\r\tc")]
    [TestCase("\u001b[31mred\0", @"\u001b[31mred\u0000", TestName = "{m}(an escape sequence)")]
    [TestCase("\u007f\u009b31m\u0085", @"\u007f\u009b31m\u0085")]
    [TestCase("abc\u202etxt.exe\u2066", @"abc\u202etxt.exe\u2066")]
    [TestCase("a\u200bb\u2028c\ufeff", @"a\u200bb\u2028c\ufeff")]
    [TestCase("x\U000e0041", @"x\U000e0041")]
    public void Text_OfAnything_IsFitForATerminal(string text, string escaped)
    {
        Assert.That(Escape.Text(text), Is.EqualTo(escaped));
        Assert.That(Escape.Text(escaped), Is.EqualTo(escaped), "once is enough");
    }

    [Test]
    public void Text_WithLoneSurrogates_ShowsTheirNumbers()
    {
        Assert.That(Escape.Text("a\ud83cb\udf73"), Is.EqualTo(@"a\ud83cb\udf73"));
    }

    [Test]
    public void Text_OfNull_IsNull()
    {
        Assert.That(Escape.Text(null), Is.Null);
    }

    [Test]
    public void Text_WithNothingToEscape_IsTheSameObject()
    {
        const string Text = "nothing to see";

        Assert.That(Escape.Text(Text), Is.SameAs(Text));
    }

    [Test]
    public void Text_LongerThanItsBound_IsCutVisibly()
    {
        Assert.That(Escape.Text(new string('x', 300)), Is.EqualTo(new string('x', 256) + "…"));
        Assert.That(Escape.Text(new string('\n', 300), 3), Is.EqualTo(@"\n\n\n…"));
        Assert.That(Escape.Text("ab🍳", 3), Is.EqualTo(@"ab\ud83c…"));
    }

    [Test]
    public void Text_OfAnyString_HoldsNothingATerminalActsOn()
    {
        Gen.Char.Array[0, 40].Sample(units =>
        {
            var escaped = Escape.Text(new string(units));

            return Escape.IndexOfUnsafe(escaped) < 0
                && !escaped.Any(char.IsControl)
                && new UTF8Encoding(false, throwOnInvalidBytes: true).GetByteCount(escaped) >= 0
                && escaped.Length <= units.Length * 10;
        });
    }
}
