using Chat.Server.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Diagnostics;

[TestFixture]
public sealed class ThrottleTests
{
    [Test]
    public void TryPass_WithinTheInterval_PassesOnceAndCountsTheRest()
    {
        var time = new FakeTimeProvider();
        var throttle = new Throttle(time);

        Assert.That(throttle.TryPass(out var skipped), Is.True);
        Assert.That(skipped, Is.Zero);
        Assert.That(throttle.TryPass(out _), Is.False);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.That(throttle.TryPass(out _), Is.False);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(throttle.TryPass(out skipped), Is.True);
        Assert.That(skipped, Is.EqualTo(2));
        time.Advance(TimeSpan.FromHours(1));
        Assert.That(throttle.TryPass(out skipped), Is.True);
        Assert.That(skipped, Is.Zero);
    }

    [Test]
    public void TryPass_FromManyThreads_LetsOneThrough()
    {
        var throttle = new Throttle(new FakeTimeProvider());
        var passed = 0;

        Parallel.For(0, 1000, _ => Interlocked.Add(ref passed, throttle.TryPass(out var _) ? 1 : 0));

        Assert.That(passed, Is.EqualTo(1));
    }
}
