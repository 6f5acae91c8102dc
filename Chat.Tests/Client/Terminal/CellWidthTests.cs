using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Terminal;

[TestFixture]
public sealed class CellWidthTests
{
    [TestCase("", 0)]
    [TestCase("abc", 3)]
    [TestCase("e\u0301", 1)]
    [TestCase("世界", 4)]
    [TestCase("한국", 4)]
    [TestCase("ｗ", 2)]
    [TestCase("ภาษาไทย", 7)]
    [TestCase("\U0001F600", 2)]
    [TestCase("\U0001F468\u200D\U0001F469\u200D\U0001F467", 2)]
    [TestCase("\U0001F44D\U0001F3FD", 2)]
    [TestCase("\U0001F1E9\U0001F1EA", 2)]
    [TestCase("\u2764", 1)]
    [TestCase("\u2764\uFE0F", 2)]
    [TestCase("─→↵", 3)]
    public void Of_Text_CountsCells(string text, int expected)
    {
        Assert.That(CellWidth.Of(text), Is.EqualTo(expected));
    }
}
