using Chat.Bench.Measuring;
using Chat.Bench.Peers.Dialects;
using Chat.Bench.Peers.Fanout;
using NUnit.Framework;

namespace Chat.Tests.Bench;

/// <summary>What the generator of fan-out counts with.</summary>
[TestFixture]
public sealed class FanoutTests
{
    [TestCase(0u, 0u, 0)]
    [TestCase(1u, 0x12345678u, 0x7123456789ABCDEF)]
    [TestCase(uint.MaxValue, uint.MaxValue, long.MaxValue)]
    public void Stamp_WrittenAndRead_IsTheSame(uint serial, uint order, long time)
    {
        var bytes = new byte[Stamp.Size];
        new Stamp(serial, order, time).Write(bytes);

        Assert.That(Stamp.TryRead(bytes, out var stamp), Is.True);
        Assert.That(stamp, Is.EqualTo(new Stamp(serial, order, time)));
        Assert.That(bytes[Stamp.Mark.Length..], Is.All.InRange((byte)'a', (byte)'p'));
    }

    [Test]
    public void Stamp_OfAnotherText_IsNone() => Assert.That(Stamp.TryRead(new byte[Stamp.Size], out _), Is.False);

    [TestCase("window=16,seconds=1.5,quiet", 1.5, 16, 0, true)]
    [TestCase("rate=50", 2, 0, 50, false)]
    public void Parse_Stage_IsRead(string text, double seconds, int window, double rate, bool isQuiet) =>
        Assert.That(Stage.Parse(text), Is.EqualTo(new Stage(seconds, window, rate, isQuiet)));

    [TestCase("")]
    [TestCase("quiet")]
    [TestCase("window=0")]
    [TestCase("window=x")]
    [TestCase("window=5000")]
    [TestCase("window=1,rate=1")]
    [TestCase("rate=5,window=-1")]
    [TestCase("rate=5,seconds=0")]
    [TestCase("rate=5,loud")]
    [TestCase("rate=5=6")]
    public void Parse_NoStage_IsRefused(string text) => Assert.That(() => Stage.Parse(text), Throws.TypeOf<FormatException>());

    [Test]
    public void Parse_ProcStat_FindsTimesBehindAnyName() =>
        Assert.That(
            ProcessTime.Parse("4711 (a ) R 1) S 1 4711 4711 0 -1 4194304 1 2 3 4 1250 50 7 8 20 0 1 0 100 200 300 18446744073709551615"),
            Is.EqualTo(new ProcessTime(12.5, 0.5)));

    [Test]
    public void Parse_SmapsRollup_FindsBoth() =>
        Assert.That(
            ProcessMemory.Parse(["55d0-7ffd ---p 00000000 00:00 0   [rollup]", "Rss:               12040 kB", "Pss:                3000 kB", "Pss_Dirty:           600 kB"]),
            Is.EqualTo(new ProcessMemory(12040 * 1024, 3000 * 1024)));
}
