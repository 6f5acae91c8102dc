using Chat.Protocol;
using Chat.Protocol.Frames;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>The codec understands what another implementation writes, and the other way round.</summary>
public sealed class OtherImplementationTests
{
    private const int Rounds = 50;

    [TestCaseSource(typeof(RoundTripTests), nameof(RoundTripTests.Kinds))]
    public void Encode_Frame_GivesTheBytesThatTheOtherWrites(FrameKind kind)
    {
        FrameGen.Of(kind).Sample(
            frame =>
            {
                var payload = Wire.Payload(frame);
                return OtherImplementation.Write(OtherImplementation.Read(payload)).AsSpan().SequenceEqual(payload);
            },
            iter: Rounds);
    }

    [TestCaseSource(typeof(RoundTripTests), nameof(RoundTripTests.Kinds))]
    public void Decode_LongerFormsOfTheOther_GivesTheSameFrame(FrameKind kind)
    {
        var row = WireTable.Frames.Single(row => row.Kind == kind);
        FrameGen.Of(kind).Sample(
            frame =>
            {
                var values = OtherImplementation.Read(Wire.Payload(frame));
                return Same(OtherImplementation.WriteWide(values), frame)
                    && Same(OtherImplementation.WriteSigned(values), frame)
                    && Same(OtherImplementation.WriteByWidth(values), frame);
            },
            iter: Rounds);

        // The longest forms of a frame that is large already may be above the bound.
        bool Same(byte[] payload, Frame frame) =>
            payload.Length > Limits.MaxFrame || FrameComparer.Instance.Equals(row.Decode(payload), frame);
    }
}
