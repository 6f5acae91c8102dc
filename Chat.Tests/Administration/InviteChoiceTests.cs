using Chat.Server.Administration;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
public sealed class InviteChoiceTests
{
    [Test]
    public void Parse_OfNothing_IsForOnePersonForAWeek()
    {
        Assert.That(InviteChoice.Parse(null, null, null), Is.EqualTo(new InviteChoice(null, 1, TimeSpan.FromDays(7))));
    }

    [TestCase("30m", 30)]
    [TestCase("12h", 720)]
    [TestCase("3650d", 5_256_000)]
    public void Parse_OfATime_TakesIt(string text, int minutes)
    {
        Assert.That(InviteChoice.Parse("#a", "20", text).Lifetime, Is.EqualTo(TimeSpan.FromMinutes(minutes)));
    }

    [Test]
    public void Parse_OfNever_HasNoEnd()
    {
        Assert.That(InviteChoice.Parse(null, null, "never").Lifetime, Is.Null);
    }

    [TestCase("lobby", null, null)]
    [TestCase("", null, null)]
    [TestCase(null, "0", null)]
    [TestCase(null, "-1", null)]
    [TestCase(null, "10001", null)]
    [TestCase(null, "99999999999999", null)]
    [TestCase(null, null, "")]
    [TestCase(null, null, "d")]
    [TestCase(null, null, "7")]
    [TestCase(null, null, "0d")]
    [TestCase(null, null, "-1d")]
    [TestCase(null, null, "7w")]
    [TestCase(null, null, "3651d")]
    [TestCase(null, null, "2147483647d")]
    public void Parse_OfWhatCannotBe_IsRefused(string? room, string? uses, string? expires)
    {
        Assert.That(() => InviteChoice.Parse(room, uses, expires), Throws.TypeOf<CommandException>().With.Property(nameof(CommandException.IsMisuse)).True);
    }
}
