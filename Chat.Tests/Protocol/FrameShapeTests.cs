using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Every frame whole, cut, torn apart, with something behind it, and sent by the wrong side.</summary>
[TestFixtureSource(typeof(WireTable), nameof(WireTable.Frames))]
internal sealed class FrameShapeTests(WireFrame row) : WireFrameTests(row)
{
    [Test]
    public void Decode_AllFields_GivesTheFrameOfTheKind()
    {
        Assert.That(Row.Decode(Wire.Payload(Row.Sample())).FrameKind, Is.EqualTo(Row.Kind));
    }

    [Test]
    public void Decode_CutAnywhere_IsMalformed()
    {
        var payload = Wire.Payload(Row.Sample());
        for (var length = 1; length < payload.Length; length++)
        {
            Assert.That(Thrown(payload[..length]).Code, Is.EqualTo(ErrorCodes.Malformed), $"{length} bytes");
        }
    }

    [Test]
    public void Decode_BytesAfterTheFrame_IsMalformed()
    {
        var payload = Wire.Payload(Row.Sample());
        Assert.That(Thrown([.. payload, 0xc0]).Code, Is.EqualTo(ErrorCodes.Malformed));
        Assert.That(Thrown([.. payload, .. payload]).Code, Is.EqualTo(ErrorCodes.Malformed));
    }

    [Test]
    public void Decode_SplitAnywhere_GivesTheSameFrame()
    {
        var payload = Wire.Payload(Row.Sample());
        var whole = Row.Decode(payload);
        for (var cut = 0; cut <= payload.Length; cut++)
        {
            var split = Wire.Sequence(payload.AsMemory(0, cut), default, payload.AsMemory(cut));
            var frame = Row.FromClient ? FrameCodec.DecodeRequest(split) : FrameCodec.DecodeReply(split);
            Assert.That(frame, Is.EqualTo(whole).Using(FrameComparer.Instance), $"cut at {cut}");
        }
    }

    [Test]
    public void Decode_KindOfTheOtherSideOnly_IsUnknownWithTheId()
    {
        var payload = Wire.Payload(Row.Sample());
        var unknown = new UnknownFrame((ulong)Row.Kind, RequestId);
        Assert.That(Wire.Request(payload), Row.FromClient ? Is.Not.TypeOf<UnknownFrame>() : Is.EqualTo(unknown));
        Assert.That(Wire.Reply(payload), Row.FromServer ? Is.Not.TypeOf<UnknownFrame>() : Is.EqualTo(unknown));
    }
}
