using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class NearestTests
{
    [TestCase("prot", "port")]
    [TestCase("pot", "port")]
    [TestCase("Port", "port")]
    [TestCase("listne", "listen")]
    [TestCase("max-conections", "max-connections")]
    [TestCase("ratelimit", "rate-limit")]
    [TestCase("frobnicate", null)]
    [TestCase("", null)]
    public void To_OfASlip_FindsWhatWasMeant(string text, string? meant)
    {
        Assert.That(Nearest.To(text, ["port", "listen", "max-connections", "rate-limit"]), Is.EqualTo(meant));
    }

    [Test]
    public void To_OfAnEndlessText_DoesNotTry()
    {
        Assert.That(Nearest.To(new string('x', 100_000), ["port"]), Is.Null);
    }
}
