using Chat.Server.Hosting;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class RushMemoryTests
{
    [Test]
    public void Look_AfterARush_CollectsOnceAndOnlyWhenItIsCalm()
    {
        var time = new FakeTimeProvider();
        var (allocated, collections) = (0L, 0);
        using var memory = new RushMemory(time, () => allocated, () => collections++);

        Pass(RushMemory.Calm);
        Assert.That(collections, Is.Zero, "Nothing has happened yet.");
        Pass(RushMemory.Rush);
        Pass(RushMemory.Rush);
        Assert.That(collections, Is.Zero, "It goes on.");
        Pass(RushMemory.Calm);
        Pass(RushMemory.Calm);
        Assert.That(collections, Is.EqualTo(1));
        Pass(RushMemory.Rush);
        Pass(0);
        Assert.That(collections, Is.EqualTo(2));

        void Pass(long bytes)
        {
            allocated += bytes;
            time.Advance(TimeSpan.FromSeconds(3));
        }
    }
}
