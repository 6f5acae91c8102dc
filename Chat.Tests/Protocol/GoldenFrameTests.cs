using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Frames byte for byte, so that no change of the codec changes the wire.</summary>
public sealed class GoldenFrameTests
{
    private static readonly Guid Key = new("00010203-0405-0607-0809-0a0b0c0d0e0f");

    private static IEnumerable<TestCaseData> FromClients()
    {
        yield return Case(new HelloFrame(1, 1, "t/1.0", "alice"), "00000010 95 01 01 01 a5742f312e30 a5616c696365");
        yield return Case(new JoinFrame(2, "#lobby", 0), "0000000b 94 0a 02 a6236c6f626279 00");
        yield return Case(
            new PostFrame(3, Key, "#lobby", EventKind.Text, "hi"),
            "00000020 96 14 03 c410000102030405060708090a0b0c0d0e0f a6236c6f626279 00 a26869");
    }

    [TestCaseSource(nameof(FromClients))]
    public void Encode_FrameOfAClient_GivesTheBytes(Frame frame, string hex)
    {
        Assert.That(Convert.ToHexStringLower(FrameCodec.Encode(frame)), Is.EqualTo(hex));
    }

    [TestCaseSource(nameof(FromClients))]
    public void DecodeRequest_BytesOfAClient_GivesTheFrame(Frame frame, string hex)
    {
        var payload = new ReadOnlySequence<byte>(Convert.FromHexString(hex), 4, (hex.Length / 2) - 4);
        Assert.That(FrameCodec.DecodeRequest(payload), Is.EqualTo(frame));
    }

    private static TestCaseData Case(Frame frame, string hex) =>
        new TestCaseData(frame, hex.Replace(" ", string.Empty, StringComparison.Ordinal)).SetArgDisplayNames(frame.FrameKind.ToString());
}
