using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>What holds for a frame as a whole, whatever its kind.</summary>
public sealed class FrameRuleTests
{
    [TestCase("00", TestName = "{m}(int)")]
    [TestCase("c0", TestName = "{m}(nil)")]
    [TestCase("a0", TestName = "{m}(str)")]
    [TestCase("80", TestName = "{m}(map)")]
    [TestCase("82 03 05 03 05", TestName = "{m}(map of a frame's fields)")]
    [TestCase("c1", TestName = "{m}(reserved byte)")]
    [TestCase("90", TestName = "{m}(no kind)")]
    [TestCase("92 c0 01", TestName = "{m}(nil as kind)")]
    [TestCase("92 00 01", TestName = "{m}(kind 0)")]
    [TestCase("92 ff 01", TestName = "{m}(kind -1)")]
    [TestCase("92 d3 8000000000000000 01", TestName = "{m}(kind far below 0)")]
    [TestCase("92 c3 01", TestName = "{m}(bool as kind)")]
    [TestCase("92 ca 40400000 01", TestName = "{m}(float as kind)")]
    [TestCase("92 a1 33 01", TestName = "{m}(str as kind)")]
    [TestCase("dc 0002 03", TestName = "{m}(fewer fields than claimed)")]
    [TestCase("dd 00000002 03", TestName = "{m}(fewer fields than claimed, long header)")]
    [TestCase("dc 00", TestName = "{m}(cut header)")]
    public void Decode_NoFrame_IsMalformed(string hex)
    {
        var payload = RawBytes.Hex(hex).Bytes;
        AssertThrows(() => Wire.Request(payload), ErrorCodes.Malformed);
        AssertThrows(() => Wire.Reply(payload), ErrorCodes.Malformed);
    }

    [TestCase("92 cc 3c 07", 60u, 7u)]
    [TestCase("91 64", 100u, 0u)]
    [TestCase("92 64 00", 100u, 0u)]
    [TestCase("92 64 ff", 100u, 0u)]
    [TestCase("92 64 a1 37", 100u, 0u)]
    [TestCase("92 64 c0", 100u, 0u)]
    [TestCase("92 64 91 07", 100u, 0u)]
    [TestCase("92 64 ce ffffffff", 100u, uint.MaxValue)]
    [TestCase("92 64 cf 0000000100000007", 100u, 0u)]
    [TestCase("92 64 d3 0000000000000007", 100u, 7u)]
    [TestCase("93 64 07 cb 0000000000000000", 100u, 7u)]
    [TestCase("92 cf ffffffffffffffff 07", ulong.MaxValue, 7u)]
    [TestCase("92 cf 0000000100000001 07", 0x1_0000_0001ul, 7u)]
    public void Decode_UnknownKind_GivesItsNumberAndTheIdIfItHasOne(string hex, ulong kind, uint id)
    {
        var payload = RawBytes.Hex(hex).Bytes;
        Assert.That(Wire.Request(payload), Is.EqualTo(new UnknownFrame(kind, id)));
        Assert.That(Wire.Reply(payload), Is.EqualTo(new UnknownFrame(kind, id)));
        Assert.That(Wire.Request(payload).FrameKind, Is.EqualTo(FrameKind.Unknown));
    }

    [TestCase("93 64 07 c1")]
    [TestCase("93 64 07")]
    [TestCase("92 64 07 00")]
    [TestCase("93 64 07 91 91 91 90")]
    [TestCase("93 64 07 d9 05 61")]
    [TestCase("92 64 91 91 91 91 07")]
    public void Decode_UnknownKindInWhatIsNoFrame_IsMalformed(string hex)
    {
        AssertThrows(() => Wire.Request(RawBytes.Hex(hex).Bytes), ErrorCodes.Malformed);
    }

    [TestCase("91 91 91 01", true, TestName = "{m}(arrays to level 4)")]
    [TestCase("91 91 90", true, TestName = "{m}(an empty array at level 4)")]
    [TestCase("91 91 91 90", false, TestName = "{m}(an empty array at level 5)")]
    [TestCase("81 01 81 01 81 01 01", true, TestName = "{m}(maps to level 4)")]
    [TestCase("81 01 81 01 81 01 80", false, TestName = "{m}(an empty map at level 5)")]
    [TestCase("81 91 91 90 01", false, TestName = "{m}(an array at level 5, in a key)")]
    [TestCase("dc 0001 dd 00000001 de 0001 01 df 00000000", false, TestName = "{m}(long headers at level 5)")]
    [TestCase("dc 0001 dd 00000001 de 0001 01 01", true, TestName = "{m}(long headers to level 4)")]
    public void Decode_ExtraFieldOfSomeDepth_IsTakenToTheFourthLevel(string extra, bool taken)
    {
        byte[] payload = [0x93, 0x03, 0x05, .. RawBytes.Hex(extra).Bytes];
        if (taken)
        {
            Assert.That(Wire.Request(payload), Is.EqualTo(new PingFrame(5)));
        }
        else
        {
            AssertThrows(() => Wire.Request(payload), ErrorCodes.Malformed);
        }
    }

    [Test]
    public void Decode_ExtraFieldOfAnItem_IsTakenToTheFourthLevel()
    {
        var taken = Wire.Reply(Wire.Payload(16, 1, "#a", new object?[] { new object?[] { "n", 1, 0, new object?[] { 1 } } }, false));
        Assert.That(((MemberListFrame)taken).Members, Is.EqualTo(new[] { new MemberListing("n", UserStatus.Online, RoomRole.Member) }));
        var deep = Wire.Payload(16, 1, "#a", new object?[] { new object?[] { "n", 1, 0, new object?[] { Array.Empty<object>() } } }, false);
        AssertThrows(() => Wire.Reply(deep), ErrorCodes.Malformed);
    }

    [Test]
    public void Decode_EveryCodeOfTheFormatAsAnExtraField_IsSkippedWhole()
    {
        // One value for each first byte there is; 0xc1 is the only one that begins nothing.
        for (var code = 0; code <= 0xff; code++)
        {
            var value = ExtraValue((byte)code);
            var extended = Wire.Payload(3, 5, new RawBytes(value), "end");
            if (code == 0xc1)
            {
                AssertThrows(() => Wire.Request(extended), ErrorCodes.Malformed);
                continue;
            }

            Assert.That(Wire.Request(extended), Is.EqualTo(new PingFrame(5)), $"0x{code:x2}");
            for (var cut = 1; cut < value.Length; cut++)
            {
                var shortened = Wire.Payload(3, 5, new RawBytes(value[..cut]));
                AssertThrows(() => Wire.Request(shortened), ErrorCodes.Malformed);
            }
        }
    }

    [Test]
    public void Decode_NothingOrTooMuch_SaysSo()
    {
        AssertThrows(() => Wire.Request([]), ErrorCodes.EmptyFrame);
        AssertThrows(() => Wire.Request(new byte[Limits.MaxFrame + 1]), ErrorCodes.FrameTooLarge);
        var parts = Wire.Sequence(new byte[Limits.MaxFrame], new byte[1]);
        AssertThrows(() => FrameCodec.DecodeReply(parts), ErrorCodes.FrameTooLarge);
    }

    [TestCase(0x7fff_ffffL, int.MaxValue)]
    [TestCase(0x8000_0000L, int.MaxValue)]
    [TestCase(long.MaxValue, int.MaxValue)]
    [TestCase(501L, 501)]
    [TestCase(0L, 0)]
    public void Decode_HistoryOfAnyLimit_TakesTooManyForMany(long limit, int taken)
    {
        Assert.That(Wire.Request(Wire.Payload(23, 1, "#a", null, null, limit)), Is.EqualTo(new HistoryFrame(1, "#a", null, null, taken)));
    }

    [Test]
    public void Decode_ErrorWithoutARequest_HasIdZero()
    {
        Assert.That(Wire.Reply(Wire.Payload(6, 0, "timeout", "m")), Is.EqualTo(new ErrorFrame(0, ErrorCodes.Timeout, "m")));
    }

    [Test]
    public void Decode_NumbersALaterVersionMayKnow_AreKept()
    {
        var post = Wire.Request(Wire.Payload(20, 1, WireField.Bytes(16), "#a", 200, "x"));
        Assert.That(((PostFrame)post).Kind, Is.EqualTo((EventKind)200));
        var presence = Wire.Reply(Wire.Payload(30, null, "n", 9));
        Assert.That(((PresenceFrame)presence).Status, Is.EqualTo((UserStatus)9));
    }

    [Test]
    public void Decode_WhateverThrows_SaysNothingOfWhatCame()
    {
        var thrown = Assert.Throws<ProtocolException>(() => Wire.Request(Wire.Payload(1, 1, 1, "secret", "secret", "secret", "secret")));
        Assert.That(thrown!.Message, Does.Not.Contain("secret"));
    }

    private static byte[] ExtraValue(byte code) => code switch
    {
        >= 0x80 and <= 0x8f => [code, .. Enumerable.Repeat((byte)1, 2 * (code & 0x0f))],
        >= 0x90 and <= 0x9f => [code, .. Enumerable.Repeat((byte)1, code & 0x0f)],
        >= 0xa0 and <= 0xbf => [code, .. new byte[code & 0x1f]],
        0xc4 or 0xd9 => [code, 2, 0, 0],
        0xc5 or 0xda => [code, 0, 2, 0, 0],
        0xc6 or 0xdb => [code, 0, 0, 0, 2, 0, 0],
        0xc7 => [code, 2, 9, 0, 0],
        0xc8 => [code, 0, 2, 9, 0, 0],
        0xc9 => [code, 0, 0, 0, 2, 9, 0, 0],
        0xcc or 0xd0 => [code, 1],
        0xcd or 0xd1 => [code, 1, 1],
        0xce or 0xd2 or 0xca => [code, 1, 1, 1, 1],
        0xcf or 0xd3 or 0xcb => [code, 1, 1, 1, 1, 1, 1, 1, 1],
        >= 0xd4 and <= 0xd8 => [code, 9, .. new byte[1 << (code - 0xd4)]],
        0xdc => [code, 0, 2, 1, 1],
        0xdd => [code, 0, 0, 0, 2, 1, 1],
        0xde => [code, 0, 1, 1, 1],
        0xdf => [code, 0, 0, 0, 1, 1, 1],
        _ => [code],
    };

    private static void AssertThrows(Action decode, string code)
    {
        var thrown = Assert.Catch(() => decode());
        Assert.That(thrown, Is.TypeOf<ProtocolException>().With.Property(nameof(ProtocolException.Code)).EqualTo(code));
    }
}
