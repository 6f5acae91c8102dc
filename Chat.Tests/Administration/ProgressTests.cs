using Chat.Server.Administration;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Administration;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ProgressTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    public void Dispose() => _errors.Dispose();

    [Test]
    public void Report_OnATerminal_WritesOneLineOver()
    {
        var progress = new Progress(_errors, isTerminal: true, _time);
        progress.Report("pages", 1, 400);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        progress.Report("pages", 1_200, 4_800);
        progress.Report("pages", 1_300, 4_800);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        progress.Report("keys", 0, 0);
        progress.Clear();
        progress.Clear();

        Assert.That(_errors.ToString(), Is.EqualTo("\rpages 1,200 of 4,800, 25 %" + "\rkeys                      " + "\r    \r"));
    }

    [Test]
    public void Report_ElsewhereThanOnATerminal_WritesALineNowAndThen()
    {
        var progress = new Progress(_errors, isTerminal: false, _time);
        for (var second = 0; second < 25; second++)
        {
            progress.Report("events", second, 100);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        progress.Clear();

        Assert.That(_errors.ToString(), Is.EqualTo("events 10 of 100, 10 %\nevents 20 of 100, 20 %\n"));
    }
}
