using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

public sealed class FrameBufferTests
{
    [Test]
    public void GetSpan_OfAnyHint_HasAtLeastThatRoom()
    {
        using var buffer = new FrameBuffer(1);
        foreach (var hint in new[] { 0, 1, 100, 70_000 })
        {
            Assert.That(buffer.GetSpan(hint).Length, Is.GreaterThanOrEqualTo(Math.Max(hint, 1)));
            Assert.That(buffer.GetMemory(hint).Length, Is.GreaterThanOrEqualTo(Math.Max(hint, 1)));
        }
    }

    [Test]
    public void Advance_BeyondTheRoom_Throws()
    {
        using var buffer = new FrameBuffer(1);
        var room = buffer.GetSpan().Length;
        Assert.That(() => buffer.Advance(room + 1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.Advance(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.GetSpan(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => buffer.Advance(room), Throws.Nothing);
    }

    [Test]
    public void GetSpan_WhenItGrows_KeepsWhatWasWritten()
    {
        using var buffer = new FrameBuffer(1);
        for (var value = 0; value < 5_000; value++)
        {
            buffer.GetSpan()[0] = (byte)value;
            buffer.Advance(1);
        }

        Assert.That(buffer.WrittenSpan.ToArray(), Is.EqualTo(Enumerable.Range(0, 5_000).Select(value => (byte)value)));
    }

    [Test]
    public void Dispose_Twice_GivesTheArrayBackOnce()
    {
        var buffer = new FrameBuffer();
        buffer.Dispose();
        Assert.That(buffer.Dispose, Throws.Nothing);
        Assert.That(buffer.WrittenCount, Is.Zero);
        Assert.That(() => buffer.GetSpan(), Throws.TypeOf<ObjectDisposedException>());
    }
}
