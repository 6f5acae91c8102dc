using System.Buffers;
using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Frames cut out of a stream, wherever its bytes were torn apart.</summary>
public sealed class FrameReaderTests
{
    private static readonly byte[][] Payloads = [[1], [2, 2, 2], [.. Enumerable.Repeat((byte)3, 300)], [4, 4]];
    private static readonly byte[] Stream = [.. Payloads.SelectMany(payload => (byte[])[0, 0, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload])];

    [Test]
    public void TryRead_BytesOneByOne_GivesEachFrameWithItsLastByte()
    {
        var read = new List<byte[]>();
        var rest = new List<byte>();
        foreach (var value in Stream)
        {
            rest.Add(value);
            var input = new ReadOnlySequence<byte>([.. rest]);
            if (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
            {
                read.Add(payload.ToArray());
                Assert.That(input.IsEmpty);
                rest.Clear();
            }
            else
            {
                Assert.That(input.Length, Is.EqualTo(rest.Count));
                Assert.That(payload.IsEmpty);
            }
        }

        Assert.That(read, Is.EqualTo(Payloads));
    }

    [Test]
    public void TryRead_AnyPartOfTheStream_GivesTheSameAsASequence()
    {
        for (var start = 0; start <= Stream.Length; start++)
        {
            var rest = Stream.AsMemory(start);
            Assert.That(ReadOne(rest.Span), Is.EqualTo(ReadOne(new ReadOnlySequence<byte>(rest))), $"from {start}");
        }
    }

    [Test]
    public void TryRead_SegmentsCutAnywhere_GivesEachFrame()
    {
        for (var cut = 0; cut <= Stream.Length; cut++)
        {
            var next = Math.Min(cut + 3, Stream.Length);
            Assert.That(ReadAll(Wire.Sequence(Stream.AsMemory(0, cut), Stream.AsMemory(cut, next - cut), Stream.AsMemory(next))), Is.EqualTo(Payloads), $"cut at {cut}");
        }
    }

    [Test]
    public void TryRead_SegmentsOfOneByte_GivesEachFrame()
    {
        var segments = Enumerable.Range(0, Stream.Length).Select(index => (ReadOnlyMemory<byte>)Stream.AsMemory(index, 1)).ToArray();
        Assert.That(ReadAll(Wire.Sequence(segments)), Is.EqualTo(Payloads));
    }

    [Test]
    public void TryRead_Nothing_AsksForMore()
    {
        var input = ReadOnlySequence<byte>.Empty;
        Assert.That(FrameReader.TryRead(ref input, Limits.MaxFrame, out _), Is.False);
    }

    [TestCase("00000000", Limits.MaxFrame, ErrorCodes.EmptyFrame)]
    [TestCase("00010001", Limits.MaxFrame, ErrorCodes.FrameTooLarge)]
    [TestCase("00001001", Limits.MaxHelloFrame, ErrorCodes.FrameTooLarge)]
    [TestCase("80000000", Limits.MaxFrame, ErrorCodes.FrameTooLarge)]
    [TestCase("ffffffff", Limits.MaxFrame, ErrorCodes.FrameTooLarge)]
    public void TryRead_LengthOutOfBounds_ThrowsOnTheLengthAlone(string hex, int maxLength, string code)
    {
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        var split = Wire.Sequence(Convert.FromHexString(hex).AsMemory(0, 2), Convert.FromHexString(hex).AsMemory(2));
        foreach (var bytes in new[] { input, split })
        {
            var left = bytes;
            var thrown = Assert.Throws<ProtocolException>(() => FrameReader.TryRead(ref left, maxLength, out _));
            Assert.That((thrown!.Code, thrown.RequestId, thrown.Closes), Is.EqualTo((code, 0u, true)));
        }
    }

    [TestCase("00010000", Limits.MaxFrame)]
    [TestCase("00001000", Limits.MaxHelloFrame)]
    public void TryRead_LargestLength_IsTaken(string hex, int maxLength)
    {
        byte[] bytes = [.. Convert.FromHexString(hex), .. new byte[maxLength]];
        var input = new ReadOnlySequence<byte>(bytes, 0, bytes.Length - 1);
        Assert.That(FrameReader.TryRead(ref input, maxLength, out _), Is.False);
        input = new ReadOnlySequence<byte>(bytes);
        Assert.That(FrameReader.TryRead(ref input, maxLength, out var payload), Is.True);
        Assert.That(payload.Length, Is.EqualTo(maxLength));
    }

    private static List<byte[]> ReadAll(ReadOnlySequence<byte> input)
    {
        var read = new List<byte[]>();
        while (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
        {
            read.Add(payload.ToArray());
        }

        Assert.That(input.IsEmpty);
        return read;
    }

    private static (string Found, long Left) ReadOne(ReadOnlySequence<byte> input)
    {
        try
        {
            return (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload) ? Convert.ToHexStringLower(payload.ToArray()) : "", input.Length);
        }
        catch (ProtocolException broken)
        {
            return (broken.Code, input.Length);
        }
    }

    private static (string Found, long Left) ReadOne(ReadOnlySpan<byte> input)
    {
        try
        {
            return (FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload) ? Convert.ToHexStringLower(payload) : "", input.Length);
        }
        catch (ProtocolException broken)
        {
            return (broken.Code, input.Length);
        }
    }
}
