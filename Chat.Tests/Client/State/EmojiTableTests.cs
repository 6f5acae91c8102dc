using System.Globalization;
using Chat.Client.State;
using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class EmojiTableTests
{
    [Test]
    public void Names_AreOnceEach_AndCanBeTypedAndCompleted()
    {
        Assert.That(EmojiTable.All.Select(emoji => emoji.Name), Is.Unique);
        Assert.That(EmojiTable.All, Has.All.Matches<Emoji>(emoji => emoji.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '+')));
        Assert.That(EmojiTable.All, Has.Count.InRange(250, 600));
    }

    [Test]
    public void Emoji_AreOneCharacterEach_ShownAsTheyAre_TwoCellsWide()
    {
        foreach (var (name, text) in EmojiTable.All)
        {
            Assert.That(
                (StringInfo.GetNextTextElementLength(text), DisplayText.Of(text).Value, CellWidth.Of(text)), Is.EqualTo((text.Length, text, 2)), name);
        }
    }

    [TestCase("smile", "😄")]
    [TestCase("+1", "👍")]
    [TestCase("heart", "❤️")]
    public void Names_AreTheUsualOnes(string name, string text) =>
        Assert.That(EmojiTable.All.Single(emoji => emoji.Name == name).Text, Is.EqualTo(text));

    [TestCase(":+1:", "\U0001F44D")]
    [TestCase(":TADA:", "\U0001F389")]
    [TestCase(":nosuch:", ":nosuch:")]
    [TestCase("::", "::")]
    [TestCase(":", ":")]
    [TestCase("\U0001F44D", "\U0001F44D")]
    public void Expand_OfAName_IsTheEmoji(string typed, string expected) => Assert.That(EmojiTable.Expand(typed), Is.EqualTo(expected));
}
