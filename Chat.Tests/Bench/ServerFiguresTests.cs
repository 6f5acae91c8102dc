using Chat.Bench.Measuring;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class ServerFiguresTests
{
    private const string Stat = "42 (a) b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 9 0 1234 1000 200";

    [Test]
    public void Parse_OfAProcess_GivesCpuAndMemory()
    {
        var figures = ServerFigures.Parse(Stat, ["Name:\ta", "VmRSS:\t    2196 kB"]);

        Assert.That(figures, Is.EqualTo(new ServerFigures(TimeSpan.FromSeconds(3), 2196 * 1024)));
    }

    [Test]
    public void Parse_OfAProcessThatHasEnded_GivesNothing() => Assert.That(ServerFigures.Parse(Stat, ["Name:\ta"]), Is.Null);

    [Test]
    public void Read_OfNoProcess_GivesNothing()
    {
        Assert.That(ServerFigures.Read(null), Is.Null);
        Assert.That(ServerFigures.Read(int.MaxValue), Is.Null);
    }
}
