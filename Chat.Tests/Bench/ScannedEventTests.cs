using Chat.Bench.Load;
using Chat.Bench.Wire;
using Chat.Protocol;
using Chat.Protocol.Frames;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class ScannedEventTests
{
    private const string Room = "#load-1";

    private static readonly byte[] Opening = ScannedEvent.Opening(Room);

    private static readonly Gen<EventFrame> Events =
        from seq in Gen.OneOf(Gen.Long[0, 300], Gen.Long[0, long.MaxValue])
        from time in Gen.Long[0, long.MaxValue]
        from nick in Gen.String[Gen.Char.AlphaNumeric, 1, 32]
        from kind in Gen.Enum<EventKind>()
        from text in Gen.OneOf(Gen.String[0, 40], Gen.String[Gen.Char.AlphaNumeric, 200, 400], Gen.Const(new string('x', 16_384)))
        from reference in Gen.Long[1, long.MaxValue].Nullable()
        from key in Gen.Guid.Nullable()
        select new EventFrame(Room, seq, time, nick, kind, text, reference, key);

    [Test]
    public void TryRead_WhatTheCodecWrites_GivesSeqAndKey() => Events.Sample(said =>
    {
        var payload = FrameCodec.Encode(said).AsSpan(Limits.LengthBytes);
        Span<byte> key = stackalloc byte[16];
        said.Key?.TryWriteBytes(key, bigEndian: true, out _);

        return ScannedEvent.TryRead(payload, Opening, out var scanned)
            && scanned.Seq == said.Seq
            && scanned.Key.SequenceEqual(said.Key is null ? [] : key);
    });

    [Test]
    public void TryRead_CutAnywhereOrChanged_NeverThrows() => Gen.Select(Events, Gen.Int[0, 400], Gen.Byte).Sample((said, place, value) =>
    {
        var payload = FrameCodec.Encode(said).AsSpan(Limits.LengthBytes).ToArray();
        ScannedEvent.TryRead(payload.AsSpan(0, Math.Min(place, payload.Length)), Opening, out _);
        payload[Math.Min(place, payload.Length - 1)] = value;
        ScannedEvent.TryRead(payload, Opening, out _);
    });

    [Test]
    public void TryRead_OfAnotherRoomOrKind_IsLeftToTheCodec()
    {
        var other = FrameCodec.Encode(new EventFrame("#load-11", 1, 2, "a", EventKind.Text, "b"));
        var posted = FrameCodec.Encode(new PostedFrame(1, Guid.Empty, Room, 1, 2));

        Assert.That(ScannedEvent.TryRead(other.AsSpan(Limits.LengthBytes), Opening, out _), Is.False);
        Assert.That(ScannedEvent.TryRead(posted.AsSpan(Limits.LengthBytes), Opening, out _), Is.False);
        Assert.That(ScannedEvent.TryRead([], Opening, out _), Is.False);
    }

    [Test]
    public void MessageKey_ThroughAnEvent_ComesBack()
    {
        var key = new MessageKey(7, 1_000_000, 123_456_789_012_345);
        var payload = FrameCodec.Encode(new EventFrame(Room, 5, 2, "a", EventKind.Text, "b", null, key.ToGuid())).AsSpan(Limits.LengthBytes);

        Assert.That(ScannedEvent.TryRead(payload, Opening, out var scanned), Is.True);
        Assert.That(MessageKey.Read(scanned.Key), Is.EqualTo(key));
        Assert.That(MessageKey.Read([]), Is.EqualTo(default(MessageKey)));
    }
}
