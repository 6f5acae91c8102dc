using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Frames that are none, frames with fields out of their bounds, and frames the server does not know.</summary>
[TestFixture]
public sealed class FramingTests : EndToEndTests
{
    private static readonly byte[] Key = new byte[16];

    private static readonly TestCaseData[] Malformed =
    [
        Named("no array", [0x01]),
        Named("empty array", [0x90]),
        Named("map", [0x81, 0x01, 0x02]),
        Named("cut short", [0x93, 0x0a, 0x02]),
        Named("length beyond the end", [0x93, 0x0a, 0x02, 0xdb, 0xff, 0xff, 0xff, 0xff]),
        Named("array of billions", [0xdd, 0xff, 0xff, 0xff, 0xff, 0x0a]),
        Named("bytes after the array", [.. RawFrame.Packed([10, 5, "#lobby"]), 0x00]),
        Named("kind 0", RawFrame.Packed([0, 5])),
        Named("kind below 0", RawFrame.Packed([-1, 5])),
        Named("kind is a text", RawFrame.Packed(["10", 5])),
        Named("kind is nil", RawFrame.Packed([null, 5])),
        Named("id 0", RawFrame.Packed([10, 0, "#lobby"])),
        Named("id above u32", RawFrame.Packed([10, 0x1_0000_0000L, "#lobby"])),
        Named("id below 0", RawFrame.Packed([10, -5, "#lobby"])),
        Named("id is nil", RawFrame.Packed([10, null, "#lobby"])),
        Named("missing required field", RawFrame.Packed([10, 5])),
        Named("nil in a required field", RawFrame.Packed([10, 5, null])),
        Named("wrong type", RawFrame.Packed([10, 5, 6])),
        Named("float", RawFrame.Packed([10, 5, "#lobby", 1.0])),
        Named("timestamp", RawFrame.Packed([10, 5, "#lobby", DateTime.UnixEpoch])),
        Named("str for a bin", RawFrame.Packed([20, 5, "0123456789abcdef", "#lobby", 0, "hi"])),
        Named("bin for a str", RawFrame.Packed([20, 5, Key, "#lobby"u8.ToArray(), 0, "hi"])),
        Named("no UTF-8", [0x93, 0x0a, 0x05, 0xa2, 0xc3, 0x28]),
        Named("surrogates in UTF-8", [0x93, 0x0a, 0x05, 0xa3, 0xed, 0xa0, 0x80]),
        Named("too deep", RawFrame.Packed([10, 5, "#lobby", null, null, new object[] { new object[] { new object[] { new object[] { 1 } } } }])),
        Named("type byte that is never used", [0x93, 0x0a, 0x05, 0xc1]),
    ];

    private static readonly TestCaseData[] OutOfBounds =
    [
        Named("bin too short", RawFrame.Of(20, 5, new byte[15], "#lobby", 0, "hi")).Returns("key"),
        Named("bin too long", RawFrame.Of(20, 5, new byte[17], "#lobby", 0, "hi")).Returns("key"),
        Named("negative after", RawFrame.Of(10, 5, "#lobby", -1)).Returns("after"),
        Named("log of a wrong length", RawFrame.Of(10, 5, "#lobby", 0, new byte[3])).Returns("log"),
        Named("negative limit", RawFrame.Of(23, 5, "#lobby", null, null, -1)).Returns("limit"),
        Named("negative kind of post", RawFrame.Of(20, 5, Key, "#lobby", -1, "hi")).Returns("kind"),
        Named("unknown kind of post", RawFrame.Of(20, 5, Key, "#lobby", 9, "hi")).Returns("kind"),
        Named("negative ref", RawFrame.Of(20, 5, Key, "#lobby", 3, "hi", -1)).Returns("ref"),
        Named("ref beyond 63 bits", RawFrame.Of(20, 5, Key, "#lobby", 3, "hi", ulong.MaxValue)).Returns("ref"),
    ];

    [TestCaseSource(nameof(Malformed))]
    public async Task Frame_Malformed_ClosesWithId0(byte[] payload)
    {
        var client = await EnterAsync("alice");

        await client.SendRawAsync([.. RawFrame.Framed(payload), .. FrameCodec.Encode(new PingFrame(1))]);

        Assert.That(await client.ClosingErrorAsync(), Has.Property("Code").EqualTo("malformed").And.Property("Id").EqualTo(0));
    }

    [Test]
    public async Task Frame_MalformedBeforeWelcome_Closes()
    {
        var client = await ConnectAsync(tls: true);

        await client.SendRawAsync(RawFrame.Of(1, 1, 1, null));

        Assert.That((await client.ClosingErrorAsync()).Code, Is.EqualTo("malformed"));
    }

    [TestCaseSource(nameof(OutOfBounds))]
    public async Task<string?> Field_OutOfItsBounds_IsBadFieldAndTheSessionGoesOn(byte[] frame)
    {
        var client = await EnterAsync("alice");
        await client.JoinAsync("#lobby");

        await client.SendRawAsync(frame);
        var error = (ErrorFrame)await client.AnswerAsync(5);

        Assert.That(error.Code, Is.EqualTo("bad_field"));
        await client.PostAsync("#lobby", "still here");
        return error.Field;
    }

    [Test]
    public async Task Field_OutOfItsBoundsBeforeWelcome_IsBadFieldAndHelloMayComeAgain()
    {
        var client = await ConnectAsync();

        await client.SendRawAsync(RawFrame.Of(1, 9, 1, "test/1", "alice", null, new byte[3]));

        Assert.That(await client.NextErrorAsync(), Has.Property("Code").EqualTo("bad_field").And.Property("Field").EqualTo("resume").And.Property("Id").EqualTo(9));
        await client.HelloAsync("alice");
    }

    [Test]
    public async Task Kind_Unknown_IsAnsweredWithItsIdAndTheSessionGoesOn()
    {
        var client = await EnterAsync("alice");

        Assert.That(await UnknownAsync(200, 5, "anything", new object[] { 1 }, true), Is.EqualTo(5));
        Assert.That(await UnknownAsync(int.MaxValue, 0xffff_ffffL), Is.EqualTo(uint.MaxValue));
        Assert.That(await UnknownAsync(200, 0x1_0000_0000L), Is.EqualTo(0));
        Assert.That(await UnknownAsync(200, "text"), Is.EqualTo(0));
        Assert.That(await UnknownAsync(200, null), Is.EqualTo(0));
        Assert.That(await UnknownAsync(200), Is.EqualTo(0));
        Assert.That(await UnknownAsync(200, -1), Is.EqualTo(0));
        Assert.That(await UnknownAsync(2, 7, 1), Is.EqualTo(7), "Welcome comes from servers only.");
        Assert.That(await UnknownAsync(22, "#lobby", 1), Is.EqualTo(0), "Event comes from servers only.");
        await client.FenceAsync();

        async Task<uint> UnknownAsync(params object?[] fields)
        {
            await client.SendRawAsync(RawFrame.Of(fields));
            var error = await client.FindAsync<ErrorFrame>();
            Assert.That(error.Code, Is.EqualTo("unknown_kind"));
            return error.Id;
        }
    }

    [Test]
    public async Task Fields_BeyondTheKnownOnes_AreSkipped()
    {
        var client = await ConnectAsync();

        await client.SendRawAsync(RawFrame.Of(1, 1, 1, "test/1", "alice", null, null, 1.5, new object?[] { null, new object[] { 1, 2 } }, DateTime.UnixEpoch, new byte[9]));
        Assert.That(await client.AnswerAsync(1), Is.InstanceOf<WelcomeFrame>());
        await client.SendRawAsync(RawFrame.Of(10, 2, "#lobby", null, null, "later"));
        Assert.That(await client.AnswerAsync(2), Is.InstanceOf<JoinedFrame>());
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Length_Zero_IsEmptyFrame(bool isIn)
    {
        var client = await ConnectAsync();
        if (isIn)
        {
            await client.HelloAsync("alice");
        }

        await client.SendRawAsync(RawFrame.Length(0));

        Assert.That(await client.ClosingErrorAsync(), Has.Property("Code").EqualTo("empty_frame").And.Property("Id").EqualTo(0));
    }

    [TestCase(false, 4_097u)]
    [TestCase(false, 0x00ff_ffffu)]
    [TestCase(true, 65_537u)]
    [TestCase(true, uint.MaxValue)]
    public async Task Length_TooLarge_IsRefusedFromTheFourBytesAlone(bool isIn, uint length)
    {
        foreach (var tls in (bool[])[false, true])
        {
            var client = await ConnectAsync(tls);
            if (isIn)
            {
                await client.HelloAsync(tls ? "alice" : "bob");
            }

            await client.SendRawAsync(RawFrame.Length(length));

            Assert.That((await client.ClosingErrorAsync()).Code, Is.EqualTo("frame_too_large"));
        }
    }

    [Test]
    public async Task Length_JustWithinTheBound_IsTaken()
    {
        var client = await ConnectAsync();

        await client.SendRawAsync(Padded(Limits.MaxHelloFrame, [1, 1, 1, "test/1", "alice", null, null]));
        Assert.That(await client.AnswerAsync(1), Is.InstanceOf<WelcomeFrame>());
        await client.SendRawAsync(Padded(Limits.MaxFrame, [10, 2, "#lobby", null, null]));
        Assert.That(await client.AnswerAsync(2), Is.InstanceOf<JoinedFrame>());
    }

    [Test]
    public async Task Frames_SplitAtEveryByte_AreTakenAllTheSame()
    {
        var client = await EnterAsync("alice");
        byte[] frames =
        [
            .. FrameCodec.Encode(new JoinFrame(11, "#lobby")),
            .. FrameCodec.Encode(new PostFrame(12, Guid.NewGuid(), "#lobby", EventKind.Text, "hi")),
            .. FrameCodec.Encode(new PingFrame(13)),
        ];

        foreach (var one in frames)
        {
            await client.SendRawAsync([one]);
        }

        Assert.That(await client.AnswerAsync(12), Is.InstanceOf<PostedFrame>());
        await client.FindAsync<PongFrame>(pong => pong.Token == 13);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Error_WhileTheClientGoesOnSending_ArrivesAllTheSame(bool tls)
    {
        var client = await EnterAsync("alice", tls);
        var more = new byte[300_000];

        await client.SendRawAsync([.. RawFrame.Length(0), .. more]);
        await client.SendRawAsync(more);

        Assert.That((await client.ClosingErrorAsync()).Code, Is.EqualTo("empty_frame"));
    }

    private static TestCaseData Named(string name, byte[] bytes) => new TestCaseData(bytes).SetName($"{{m}}({name})");

    /// <summary>A frame of exactly so many bytes of payload, with a field more that nobody knows.</summary>
    private static byte[] Padded(int length, object?[] fields)
    {
        var bare = RawFrame.Packed([.. fields, new byte[300]]).Length - 300;
        var frame = RawFrame.Of([.. fields, new byte[length - bare]]);
        Assert.That(frame, Has.Length.EqualTo(length + 4));
        return frame;
    }
}
