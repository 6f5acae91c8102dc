using System.Globalization;
using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class OpenFilesTests
{
    [Test]
    [Platform("Linux")]
    public void Allow_ByNothing_TellsTheLimitInForce()
    {
        var line = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];

        Assert.That(OpenFiles.Allow(0), Is.EqualTo(soft == "unlimited" ? null : (long?)long.Parse(soft, CultureInfo.InvariantCulture)));
    }

    [Test]
    [Platform("Linux")]
    public void Allow_AboveTheHardLimit_StopsThere()
    {
        var line = File.ReadLines("/proc/self/limits").Single(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var hard = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[4];

        Assert.That(OpenFiles.Allow(long.MaxValue - 2), Is.EqualTo(hard == "unlimited" ? long.MaxValue - 2 : long.Parse(hard, CultureInfo.InvariantCulture)));
    }
}
