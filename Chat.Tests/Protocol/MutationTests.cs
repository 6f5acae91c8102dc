using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Frames with random damage: whatever comes, the decoder gives a frame or its own exception, and takes little memory.</summary>
[TestFixtureSource(typeof(WireTable), nameof(WireTable.Frames))]
internal sealed class MutationTests(WireFrame row)
{
    private const int Rounds = 1_000;
    private const int MostDamage = 4;

    /// <summary>Bytes that begin something of another type or of a claimed length.</summary>
    private static readonly byte[] Telling =
    [
        0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce,
        0xcf, 0xd0, 0xd3, 0xd4, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff,
    ];

    [Test]
    public void Decode_DamagedFrame_ThrowsNothingButItsOwn()
    {
        var whole = Wire.Payload(row.Sample());
        var random = new Random((int)row.Kind);
        var frames = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var damaged = Damage(whole, random);
            frames += Check(damaged, FrameCodec.DecodeRequest) ? 1 : 0;
            frames += Check(damaged, FrameCodec.DecodeReply) ? 1 : 0;
        }

        Assert.That(frames, Is.InRange(1, (2 * Rounds) - 1), "some of it is still a frame, and some of it is none");
    }

    private static bool Check(byte[] payload, DecodeFrame decode)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            var frame = decode(new ReadOnlySequence<byte>(payload));
            var taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.That(taken, Is.LessThan(AllocationTests.Bound(payload.Length)), Convert.ToHexString(payload));
            var again = frame is UnknownFrame ? frame : decode(new ReadOnlySequence<byte>(Wire.Payload(frame)));
            Assert.That(FrameComparer.Instance.Equals(again, frame), Convert.ToHexString(payload));
            return true;
        }
        catch (ProtocolException thrown)
        {
            Assert.That(thrown.Code is ErrorCodes.BadField ? thrown.Field is not null : thrown.Closes, Convert.ToHexString(payload));
            return false;
        }
        catch (Exception thrown) when (thrown is not AssertionException)
        {
            throw new AssertionException(Convert.ToHexString(payload), thrown);
        }
    }

    private static byte[] Damage(byte[] whole, Random random)
    {
        var bytes = new List<byte>(whole);
        for (var times = random.Next(1, MostDamage + 1); times > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = Telling[random.Next(Telling.Length)];
                    break;
                case 2:
                    bytes.Insert(at, Telling[random.Next(Telling.Length)]);
                    break;
                case 3 when bytes.Count > 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 4), bytes.Count - 1 - (at == 0 ? 0 : at - 1)));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at)));
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }

            if (bytes.Count == 0)
            {
                bytes.Add(Telling[random.Next(Telling.Length)]);
            }
        }

        return [.. bytes];
    }

    private delegate Frame DecodeFrame(in ReadOnlySequence<byte> payload);
}
