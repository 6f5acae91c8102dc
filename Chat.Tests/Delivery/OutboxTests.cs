using System.Buffers;
using System.Runtime.InteropServices;
using Chat.Server.Delivery;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

/// <summary>Bytes that wait, in pooled pieces.</summary>
[TestFixture]
internal sealed class OutboxTests
{
    private const int Piece = 16 * 1024;

    [Test]
    public void Consume_InAnySteps_GivesTheBytesInTheirOrder([Range(1, 8)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        var outbox = new Outbox();
        var (next, expected, appended) = (0, 0, 0L);
        for (var step = 0; step < 400; step++)
        {
            if (random.Next(2) == 0)
            {
                var bytes = new byte[random.Next(1, random.Next(2) == 0 ? 100 : 40_000)];
                for (var i = 0; i < bytes.Length; i++)
                {
                    bytes[i] = (byte)(next++ % 251);
                }

                outbox.Append(bytes);
                appended += bytes.Length;
            }
            else
            {
                var bytes = outbox.Peek();
                Assert.That(bytes.IsEmpty, Is.EqualTo(outbox.IsEmpty));
                var count = random.Next(bytes.Length + 1);
                for (var i = 0; i < count; i++)
                {
                    if (bytes.Span[i] != (byte)(expected++ % 251))
                    {
                        Assert.Fail($"Byte {expected - 1} is another.");
                    }
                }

                outbox.Consume(count);
            }

            Assert.That(outbox.Count, Is.EqualTo(next - expected));
            Assert.That(outbox.Appended, Is.EqualTo(appended));
        }

        outbox.Clear(isInFlight: false);
        Assert.That(outbox.IsEmpty);
    }

    [Test]
    public void Consume_OfTheLastByte_HoldsNoMemory()
    {
        var outbox = new Outbox();
        outbox.Append(new byte[10]);
        var array = ArrayOf(outbox);

        outbox.Consume(10);

        Assert.That(outbox.Peek().IsEmpty);
        Assert.That(IsGivenBack(array));
    }

    [TestCase(10)]
    [TestCase(Piece + 10)]
    [TestCase((3 * Piece) + 10)]
    public void Clear_WhileBytesAreInFlight_LeavesTheirPieceAlone(int count)
    {
        var outbox = new Outbox();
        outbox.Append(new byte[count]);
        var inFlight = ArrayOf(outbox);

        outbox.Clear(isInFlight: true);

        Assert.That(outbox.IsEmpty);
        Assert.That(outbox.Peek().IsEmpty);
        Assert.That(IsGivenBack(inFlight), Is.False);
    }

    [Test]
    public void Clear_WithNothingInFlight_GivesAllBack()
    {
        var outbox = new Outbox();
        outbox.Append(new byte[10]);
        var array = ArrayOf(outbox);

        outbox.Clear(isInFlight: false);

        Assert.That(IsGivenBack(array));
    }

    private static byte[] ArrayOf(in Outbox outbox)
    {
        Assert.That(MemoryMarshal.TryGetArray(outbox.Peek(), out var segment));
        return segment.Array!;
    }

    /// <summary>Whether the pool gives the array to the next who ask.</summary>
    private static bool IsGivenBack(byte[] array)
    {
        var rented = Enumerable.Range(0, 64).Select(_ => ArrayPool<byte>.Shared.Rent(Piece)).ToArray();
        foreach (var one in rented)
        {
            ArrayPool<byte>.Shared.Return(one);
        }

        return rented.Any(one => ReferenceEquals(one, array));
    }
}
