using System.Buffers;
using System.Buffers.Binary;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>No claim of a length or a count makes the decoder take more memory than a small multiple of the bytes that came.</summary>
internal sealed class AllocationTests
{
    /// <summary>The bytes that one decoding may allocate: the densest list there is takes 15 for one, an exception a few thousand.</summary>
    public static long Bound(long length) => (16 * length) + 8_192;

    private static IEnumerable<TestCaseData> Claims()
    {
        foreach (var header in new[] { "dd ffffffff", "dd 7fffffff", "dd 0000fffe", "dc ffff", "df ffffffff", "de ffff", "db ffffffff", "db 7fffffff", "da ffff", "c6 ffffffff", "c6 7fffffff", "c9 ffffffff 05", "c8 ffff 05" })
        {
            foreach (var row in WireTable.Frames)
            {
                yield return new TestCaseData(row, RawBytes.Hex(header)).SetArgDisplayNames(row.Kind.ToString(), header);
            }
        }
    }

    [TestCaseSource(nameof(Claims))]
    public void Decode_ClaimedLengthWithoutTheBytes_IsMalformedAndCheap(WireFrame row, RawBytes claim)
    {
        // As the last bytes of the frame, and with the largest frame's worth of bytes behind it that are no such thing.
        for (var index = 0; index < row.Places(row.Sample()).Count(); index++)
        {
            var values = row.Sample();
            var place = row.Places(values).ElementAt(index);
            place.Value = claim;
            var payload = Wire.Payload(values);
            AssertMalformedAndCheap(row, payload);
            byte[] padded = [.. payload, .. Enumerable.Repeat((byte)0xc1, 1_000)];
            AssertMalformedAndCheap(row, padded);
        }
    }

    [TestCaseSource(typeof(WireTable), nameof(WireTable.Frames))]
    public void Decode_ListOfAsManyItemsAsThereAreBytes_IsMalformedAndCheap(WireFrame row)
    {
        foreach (var index in Enumerable.Range(1, row.Fields.Length).Where(index => row.Fields[index - 1].Type == WireType.List))
        {
            var head = Wire.Payload(row.Sample()[..index]);
            byte[] payload = [(byte)(head[0] + 1), .. head[1..], 0xdd, 0, 0, 0, 0, .. new byte[Limits.MaxFrame - head.Length - 5]];
            BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(head.Length + 1), Limits.MaxFrame - head.Length - 5);
            AssertMalformedAndCheap(row, payload);
        }
    }

    [TestCase(14, "94 a0 c0 00 00")]
    [TestCase(14, "94 a131 a132 00 00")]
    [TestCase(16, "93 a0 00 00")]
    [TestCase(16, "93 a131 00 00")]
    [TestCase(24, "95 00 00 a0 00 a0")]
    [TestCase(24, "95 00 00 a131 00 a132")]
    [TestCase(26, "96 a0 00 00 a0 00 a0")]
    [TestCase(26, "96 a131 00 00 a132 00 a133")]
    public void Decode_LargestListOfSmallestItems_TakesASmallMultiple(int kind, string hex)
    {
        var item = RawBytes.Hex(hex).Bytes;
        var room = kind is 16 or 24 ? "#a" : null;
        var head = Wire.Payload([kind, 1, .. room is null ? [] : new object?[] { room }, new RawBytes()]);
        object?[] tail = kind switch { 24 => [true, 1], 26 => [], _ => [true] };
        var count = (Limits.MaxFrame - head.Length - 16) / item.Length;
        var list = new byte[5 + (count * item.Length)];
        list[0] = 0xdd;
        BinaryPrimitives.WriteInt32BigEndian(list.AsSpan(1), count);
        for (var index = 0; index < count; index++)
        {
            item.CopyTo(list, 5 + (index * item.Length));
        }

        var payload = new ReadOnlySequence<byte>(Wire.Payload([kind, 1, .. room is null ? [] : new object?[] { room }, new RawBytes(list), .. tail]));
        FrameCodec.DecodeReply(payload);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = FrameCodec.DecodeReply(payload);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(frame.FrameKind, Is.EqualTo((FrameKind)kind));
        Assert.That(taken, Is.LessThan(Bound(payload.Length)));
        GC.KeepAlive(frame);
    }

    [Test]
    public void EncodeEvent_IntoABufferWithRoom_AllocatesNothing()
    {
        using var buffer = new FrameBuffer(1_024);
        var key = new Guid(WireField.Bytes(16));
        EncodeEvent(buffer, key);
        buffer.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        EncodeEvent(buffer, key);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void DecodeRequest_Post_AllocatesTheFrameAndItsTextsOnly()
    {
        var payload = new ReadOnlySequence<byte>(Wire.Payload(new PostFrame(1, Guid.Empty, "#lobby", EventKind.Text, "hello there", 7)));
        FrameCodec.DecodeRequest(payload);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var frame = FrameCodec.DecodeRequest(payload);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThanOrEqualTo(240));
        GC.KeepAlive(frame);
    }

    private static void EncodeEvent(FrameBuffer buffer, Guid key) =>
        FrameCodec.EncodeEvent(buffer, "#lobby", 7, 1_795_000_000_000, "alice", EventKind.Text, "hello there", 6, key);

    private static void AssertMalformedAndCheap(WireFrame row, byte[] payload)
    {
        var thrown = default(ProtocolException);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            row.Decode(payload);
        }
        catch (ProtocolException exception)
        {
            thrown = exception;
        }

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(thrown?.Code, Is.EqualTo(ErrorCodes.Malformed), Convert.ToHexString(payload));
        Assert.That(taken, Is.LessThan(Bound(payload.Length)), Convert.ToHexString(payload));
    }
}
