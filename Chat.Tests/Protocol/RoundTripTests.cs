using Chat.Protocol;
using Chat.Protocol.Frames;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>What is encoded comes back the same, whatever the frame.</summary>
public sealed class RoundTripTests
{
    private const int Rounds = 100;

    internal static IEnumerable<FrameKind> Kinds => Enum.GetValues<FrameKind>().Where(kind => kind != FrameKind.Unknown);

    [Test]
    public void Table_OfTheTests_HasEveryKindOnce()
    {
        Assert.That(WireTable.Frames.Select(row => row.Kind), Is.EquivalentTo(Kinds));
    }

    [Test]
    public void Records_OfFrames_AreOnePerKind()
    {
        var records = typeof(Frame).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Frame)) && type != typeof(UnknownFrame));
        Assert.That(records, Is.EquivalentTo(Kinds.Select(FrameGen.FrameType)));
    }

    [Test]
    public void Requests_AreTheFramesOfClientsWithAnId()
    {
        var requests = typeof(Frame).Assembly.GetTypes().Where(type => type.IsClass && typeof(IRequest).IsAssignableFrom(type) && type != typeof(UnknownFrame));
        var rows = WireTable.Frames.Where(row => row.FromClient && row.Fields[0].Type == WireType.Id);
        Assert.That(requests, Is.EquivalentTo(rows.Select(row => FrameGen.FrameType(row.Kind))));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Decode_WhatWasEncoded_GivesTheFrame(FrameKind kind)
    {
        var row = WireTable.Frames.Single(row => row.Kind == kind);
        FrameGen.Of(kind).Sample(
            frame =>
            {
                var payload = Wire.Payload(frame);
                var same = !row.FromClient || FrameComparer.Instance.Equals(Wire.Request(payload), frame);
                return same && (!row.FromServer || FrameComparer.Instance.Equals(Wire.Reply(payload), frame));
            },
            iter: Rounds);
    }

    [Test]
    public void EncodeEvent_ValuesOfAnEvent_GivesTheBytesOfTheFrame()
    {
        FrameGen.Of(FrameKind.Event).Sample(
            frame =>
            {
                var said = (EventFrame)frame;
                using var buffer = new FrameBuffer();
                FrameCodec.EncodeEvent(buffer, said.Room, said.Seq, said.Time, said.Nick, said.Kind, said.Text, said.Ref, said.Key);
                return buffer.WrittenSpan.SequenceEqual(FrameCodec.Encode(frame));
            },
            iter: Rounds);
    }

    [Test]
    public void Encode_SeveralFrames_AppendsThem()
    {
        FrameGen.Of(FrameKind.Page).Array[0, 5].Sample(
            frames =>
            {
                using var buffer = new FrameBuffer(1);
                foreach (var frame in frames)
                {
                    FrameCodec.Encode(frame, buffer);
                }

                return buffer.WrittenSpan.SequenceEqual(frames.SelectMany(FrameCodec.Encode).ToArray());
            },
            iter: Rounds);
    }
}
