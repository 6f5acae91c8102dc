using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class OpenFilesTests
{
    [TestCase("Max open files            1024                 524288               files     ", 1024)]
    [TestCase("Max open files            unlimited            unlimited            files     ", null)]
    [TestCase("Max processes             1                    2                    processes ", null)]
    public void Parse_OfTheLimits_FindsTheSoftOne(string line, long? limit)
    {
        Assert.That(OpenFiles.Parse(["Limit                     Soft Limit           Hard Limit           Units     ", line]), Is.EqualTo(limit));
    }

    [Test]
    [Platform("Linux")]
    public void Limit_OnLinux_IsKnown()
    {
        Assert.That(OpenFiles.Limit(), Is.Null.Or.GreaterThan(0));
    }
}
