using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>What encoding does at its bounds.</summary>
public sealed class EncodeTests
{
    [TestCase(0, "a0")]
    [TestCase(31, "bf")]
    [TestCase(32, "d920")]
    [TestCase(255, "d9ff")]
    [TestCase(256, "da0100")]
    [TestCase(Limits.MaxText, "da4000")]
    public void Encode_TextOfAnyLength_HasTheShortestHeader(int length, string header)
    {
        var payload = Wire.Payload(new ByeFrame(new string('x', length)));
        Assert.That(Convert.ToHexStringLower(payload), Does.StartWith("9205" + header));
        Assert.That(payload, Has.Length.EqualTo(2 + (header.Length / 2) + length));
    }

    [TestCase(0)]
    [TestCase(15)]
    [TestCase(16)]
    [TestCase(Limits.MaxPage)]
    public void Encode_ListOfAnyLength_ComesBack(int count)
    {
        var frame = new PageFrame(1, "#a", [.. Enumerable.Range(1, count).Select(seq => new PageEvent(seq, seq, "a", EventKind.Text, "b"))], true, 1);
        Assert.That(Wire.Reply(Wire.Payload(frame)), Is.EqualTo(frame).Using(FrameComparer.Instance));
    }

    [Test]
    public void Encode_PayloadOfTheLargestSize_IsTaken()
    {
        var frame = new ByeFrame(new string('x', Limits.MaxFrame - 5));
        var bytes = FrameCodec.Encode(frame);
        Assert.That(bytes, Has.Length.EqualTo(Limits.LengthBytes + Limits.MaxFrame));
        Assert.That(bytes[..4], Is.EqualTo(new byte[] { 0, 1, 0, 0 }));
        Assert.That(Wire.Request(bytes[4..]), Is.EqualTo(frame));
    }

    [Test]
    public void Encode_PayloadAboveTheBound_ThrowsAndLeavesTheBufferAsItWas()
    {
        using var buffer = new FrameBuffer();
        FrameCodec.Encode(new DoneFrame(1), buffer);
        var before = buffer.WrittenSpan.ToArray();
        var text = new string('x', Limits.MaxFrame - 4);
        Assert.That(() => FrameCodec.Encode(new ByeFrame(text), buffer), Throws.ArgumentException);
        Assert.That(() => FrameCodec.EncodeEvent(buffer, "#a", 1, 1, "n", EventKind.Text, text, null, null), Throws.ArgumentException);
        Assert.That(() => FrameCodec.Encode(new ByeFrame(null!), buffer), Throws.ArgumentNullException);
        Assert.That(() => FrameCodec.EncodeEvent(buffer, "#a", 1, 1, null!, EventKind.Text, "t", null, null), Throws.ArgumentNullException);
        Assert.That(buffer.WrittenSpan.ToArray(), Is.EqualTo(before));
    }

    [Test]
    public void Encode_HalfASurrogatePair_GoesOutAsTheReplacementCharacter()
    {
        Assert.That(Wire.Request(Wire.Payload(new ByeFrame("a\ud83d"))), Is.EqualTo(new ByeFrame("a\ufffd")));
    }

    [Test]
    public void Encode_TextThatIsAsciiUpToAnyCharacter_ComesBackWhole()
    {
        for (var length = 1; length <= 300; length++)
        {
            using var buffer = new FrameBuffer(1);
            var frame = new ByeFrame(new string('x', length - 1) + 'é' + new string('y', length % 3));
            FrameCodec.Encode(frame, buffer);
            Assert.That(Wire.Request(buffer.WrittenSpan[Limits.LengthBytes..].ToArray()), Is.EqualTo(frame));
        }
    }

    [Test]
    public void Encode_UnknownFrame_WritesItsKindAndId()
    {
        Assert.That(Wire.Payload(new UnknownFrame(300, 7)), Is.EqualTo(new byte[] { 0x92, 0xcd, 0x01, 0x2c, 0x07 }));
    }

    [Test]
    public void Encode_ManyFramesIntoOneBuffer_GrowsIt()
    {
        using var buffer = new FrameBuffer(16);
        var one = FrameCodec.Encode(new ByeFrame(new string('x', 1_000)));
        for (var count = 1; count <= 300; count++)
        {
            FrameCodec.Encode(new ByeFrame(new string('x', 1_000)), buffer);
            Assert.That(buffer.WrittenCount, Is.EqualTo(count * one.Length));
        }

        Assert.That(buffer.WrittenMemory[(299 * one.Length)..].ToArray(), Is.EqualTo(one));
        buffer.Clear();
        Assert.That(buffer.WrittenSpan.IsEmpty);
    }
}
