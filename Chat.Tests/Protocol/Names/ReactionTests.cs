using Chat.Protocol.Names;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class ReactionTests
{
    [TestCase("👍")]
    [TestCase("👍🏽", Description = "with a skin tone")]
    [TestCase("❤\ufe0f")]
    [TestCase("❤", Description = "as many keyboards send it")]
    [TestCase("☺\ufe0f")]
    [TestCase("©\ufe0f")]
    [TestCase("🇮🇸")]
    [TestCase("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F", Description = "Scotland, in tags")]
    [TestCase("🏴\u200d☠\ufe0f")]
    [TestCase("🏳\ufe0f\u200d🌈")]
    [TestCase("1\ufe0f\u20e3")]
    [TestCase("#\ufe0f\u20e3")]
    [TestCase("*\u20e3")]
    [TestCase("👩\u200d💻")]
    [TestCase("👩🏿\u200d🦰")]
    [TestCase("👩\u200d❤\ufe0f\u200d💋\u200d👨")]
    [TestCase("👨\u200d👩\u200d👧\u200d👦")]
    [TestCase("👩🏻\u200d❤\ufe0f\u200d💋\u200d👩🏿")]
    [TestCase("🏻")]
    [TestCase("\U0001FAE9", Description = "an emoji of a later version")]
    [TestCase(":thumbsup:")]
    [TestCase(":+1:")]
    [TestCase(":e-mail_2:")]
    [TestCase(":abcdefghijklmnopqrstuvwxyz123456:")]
    public void IsReaction_OneEmojiOrShortcode_IsTrue(string text)
    {
        Assert.That(UnicodeText.IsReaction(text), Is.True);
    }

    [TestCase("")]
    [TestCase("a")]
    [TestCase("1")]
    [TestCase("#")]
    [TestCase("★", Description = "a symbol that is no emoji")]
    [TestCase("👍👍")]
    [TestCase("👍 ")]
    [TestCase(" 👍")]
    [TestCase("👍a")]
    [TestCase("🇮")]
    [TestCase("🇮🇸🇮")]
    [TestCase("👍\u200d", Description = "joined to nothing")]
    [TestCase("\u200d👍")]
    [TestCase("👍\u200da")]
    [TestCase("👍\u0301")]
    [TestCase("👍🏽🏽")]
    [TestCase("🚗🏽", Description = "a car has no skin")]
    [TestCase("❤\ufe0e", Description = "text style")]
    [TestCase("❤\ufe0f\ufe0f")]
    [TestCase("1\ufe0f")]
    [TestCase("a\u20e3")]
    [TestCase("\ufe0f")]
    [TestCase("👍\U000E0061\U000E007F", Description = "tags on what is no flag")]
    [TestCase("🏴\U000E0067\U000E0062\U000E0073", Description = "tags without their end")]
    [TestCase("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E0031\U000E0032\U000E007F", Description = "more than a subdivision has")]
    [TestCase("🏴\U000E007F")]
    [TestCase("::")]
    [TestCase(":")]
    [TestCase(":a")]
    [TestCase("a:")]
    [TestCase(":a b:")]
    [TestCase(":é:")]
    [TestCase(":a::b:")]
    [TestCase(":abcdefghijklmnopqrstuvwxyz1234567:")]
    public void IsReaction_AnythingElse_IsFalse(string text)
    {
        Assert.That(UnicodeText.IsReaction(text), Is.False);
    }

    [Test]
    public void IsReaction_MoreThan64Bytes_IsFalse()
    {
        // Each is 4 bytes and its joiner 3.
        Assert.That(UnicodeText.IsReaction(string.Join('\u200d', Enumerable.Repeat("👩", 9))), Is.True);
        Assert.That(UnicodeText.IsReaction(string.Join('\u200d', Enumerable.Repeat("👩", 10))), Is.False);
    }

    [Test]
    public void IsReaction_HalfOfASurrogatePair_IsFalse()
    {
        Assert.That(UnicodeText.IsReaction("\ud83d"), Is.False);
        Assert.That(UnicodeText.IsReaction("👍\udc4d"), Is.False);
    }
}
