using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Frames byte for byte, written down apart from the codec, so that no change of the codec changes the wire.</summary>
public sealed class GoldenFrameTests
{
    private const string KeyHex = "000102030405060708090a0b0c0d0e0f";
    private const string DeviceHex = KeyHex + "101112131415161718191a1b1c1d1e1f";
    private static readonly Guid Key = new("00010203-0405-0607-0809-0a0b0c0d0e0f");
    private static readonly Fingerprint Device = Fingerprint.Parse(DeviceHex);

    [TestCaseSource(nameof(FromClients))]
    [TestCaseSource(nameof(FromServers))]
    public void Encode_Frame_GivesTheBytes(Frame frame, string hex)
    {
        Assert.That(Convert.ToHexStringLower(FrameCodec.Encode(frame)), Is.EqualTo(hex));
    }

    [TestCaseSource(nameof(FromClients))]
    public void DecodeRequest_BytesOfAClient_GivesTheFrame(Frame frame, string hex)
    {
        Assert.That(FrameCodec.DecodeRequest(Payload(hex)), Is.EqualTo(frame).Using(FrameComparer.Instance));
    }

    [TestCaseSource(nameof(FromServers))]
    public void DecodeReply_BytesOfAServer_GivesTheFrame(Frame frame, string hex)
    {
        Assert.That(FrameCodec.DecodeReply(Payload(hex)), Is.EqualTo(frame).Using(FrameComparer.Instance));
    }

    private static IEnumerable<TestCaseData> FromClients()
    {
        yield return Case(new HelloFrame(1, 1, "t/1.0", "alice"), "0000001095010101a5742f312e30a5616c696365");
        yield return Case(new HelloFrame(65_536, 1, "t", null, "code", Key), $"000000229701ce0001000001a174c0a4636f6465c410{KeyHex}");
        yield return Case(new JoinFrame(2, "#lobby", 0), "0000000b940a02a6236c6f62627900");
        yield return Case(new PostFrame(3, Key, "#lobby", EventKind.Text, "hi"), $"00000020961403c410{KeyHex}a6236c6f62627900a26869");
        yield return Case(
            new PostFrame(200, Key, "@bob", EventKind.Reaction, ":+1:", 300, Key),
            $"000000369814ccc8c410{KeyHex}a440626f6205a43a2b313acd012cc410{KeyHex}");
        yield return Case(new PingFrame(ulong.MaxValue), "0000000b9203cfffffffffffffffff");
        yield return Case(new ByeFrame("bye"), "000000069205a3627965");
        yield return Case(new LeaveFrame(70_000, "#ä"), "0000000b930cce00011170a323c3a4");
        yield return Case(new RoomsFrame(4), "00000003920d04");
        yield return Case(new RoomsFrame(4, null, "#b"), "00000007940d04c0a22362");
        yield return Case(new MembersFrame(4, "#a"), "00000006930f04a22361");
        yield return Case(new MineFrame(uint.MaxValue), "000000079212ceffffffff");
        yield return Case(new HistoryFrame(5, "#a", null, null, 50), "00000009961705a22361c0c032");
        yield return Case(new HistoryFrame(5, "#a", 4_294_967_296, null, 500), "00000013961705a22361cf0000000100000000c0cd01f4");
        yield return Case(new SearchFrame(6, "tea*", null, null, 128), "0000000c961906a47465612ac0c0cc80");
        yield return Case(new ReadFrame(6, "#a", 127), "00000007941b06a223617f");
        yield return Case(new TypeFrame("#a", true), "00000006931fa22361c3");
        yield return Case(new AwayFrame(7), "00000003922107");
        yield return Case(new BlockFrame(7, "eve", false), "00000008942507a3657665c2");
        yield return Case(new UnlinkFrame(8, Device), $"00000025932d08c420{DeviceHex}");
        yield return Case(new ModerateFrame(9, "#a", "mute", "eve", 65_535, "noise"), "00000018973209a22361a46d757465a3657665cdffffa56e6f697365");
        yield return Case(new ModerateFrame(9, "#a", "private", null), "0000000e943209a22361a770726976617465");
    }

    private static IEnumerable<TestCaseData> FromServers()
    {
        yield return Case(
            new WelcomeFrame(1, 1, "lan", "alice", false, Key, 1_795_000_000_000, new(65_536, 16_384, 32, 64), null, [], false),
            $"000000389c020101a36c616ea5616c696365c2c410{KeyHex}cf000001a1ee565e0094ce00010000cd40002040c090c2");
        yield return Case(
            new WelcomeFrame(1, 1, "lan", "al", true, Key, 1, new(1, 2, 3, 4), "hello", [new("#a", 5, 4, Key, 1)], true),
            $"000000459c020101a36c616ea2616cc3c410{KeyHex}019401020304a568656c6c6f9195a223610504c410{KeyHex}01c3");
        yield return Case(new PongFrame(128), "000000049204cc80");
        yield return Case(new ByeFrame("shutting_down", 2_000), "000000139305ad7368757474696e675f646f776ecd07d0");
        yield return Case(new ErrorFrame(0, "malformed", "no"), "00000010940600a96d616c666f726d6564a26e6f");
        yield return Case(new ErrorFrame(7, "bad_field", "m", null, "ref"), "00000014960607a96261645f6669656c64a16dc0a3726566");
        yield return Case(new DoneFrame(255), "000000049207ccff");
        yield return Case(
            new JoinedFrame(2, "#lobby", null, 1, 41, 7, Key, RoomRole.Member, 0, 0),
            $"000000239b0b02a6236c6f626279c0012907c410{KeyHex}000000");
        yield return Case(
            new RoomListFrame(3, [new("#a", null, 2, 9), new("#b", "tea", 300, 0)], true),
            "00000018940e039294a22361c0020994a22362a3746561cd012c00c3");
        yield return Case(new MemberListFrame(3, "#a", [new("al", UserStatus.Away, RoomRole.Owner)], false), "0000000e951003a223619193a2616c0202c2");
        yield return Case(new MembershipFrame("#a", Key, false, "al"), $"0000001b9511a22361c410{KeyHex}c2a2616c");
        yield return Case(new MineListFrame(3, [], false), "0000000594130390c2");
        yield return Case(new PostedFrame(3, Key, "#lobby", 42, 1_795_000_001_000), $"00000026961503c410{KeyHex}a6236c6f6262792acf000001a1ee5661e8");
        yield return Case(
            new EventFrame("#lobby", 42, 1_795_000_001_000, "alice", EventKind.Text, "hi", null, Key),
            $"000000309916a6236c6f6262792acf000001a1ee5661e8a5616c69636500a26869c0c410{KeyHex}");
        yield return Case(new EventFrame("#a", 1, 1, "al", EventKind.Moderation, "kick eve"), "000000149716a223610101a2616c08a86b69636b20657665");
        yield return Case(
            new PageFrame(4, "#a", [new(1, 2, "al", EventKind.Text, "a"), new(2, 3, "bo", EventKind.Edit, "b", 1, Key)], false, 1),
            $"0000002e961804a2236192950102a2616c00a161970203a2626f03a16201c410{KeyHex}c201");
        yield return Case(
            new HitsFrame(5, [new("#a", 1, 2, "al", EventKind.Notice, "tea")], "next"),
            "00000017941a059196a223610102a2616c02a3746561a46e657874");
        yield return Case(new ReadMarkFrame("#a", 256), "00000008931ca22361cd0100");
        yield return Case(new GapFrame("#a", 65_536), "0000000a931da22361ce00010000");
        yield return Case(new PresenceFrame("#a", null, UserStatus.Offline), "00000007941ea22361c000");
        yield return Case(new PresenceFrame(null, "al", UserStatus.Away, "tea"), "0000000b951ec0a2616c02a3746561");
        yield return Case(new TypingFrame("#a", "al", true), "000000099420a22361a2616cc3");
        yield return Case(
            new UserFrame(6, "al", UserStatus.Online, null, false, 9_007_199_254_740_993),
            "00000012972306a2616c01c0c2cf0020000000000001");
        yield return Case(new RenamedFrame("al", "𝒶l"), "0000000b9324a2616ca5f09d92b66c");
        yield return Case(new LinkCodeFrame(7, "c", 1_795_000_000_000), "0000000e942a07a163cf000001a1ee565e00");
        yield return Case(new DeviceListFrame(8, [new(Device, "laptop", 1, 2, true)]), $"00000031932c089195c420{DeviceHex}a66c6170746f700102c3");
    }

    private static ReadOnlySequence<byte> Payload(string hex)
    {
        var input = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        Assert.That(FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload) && input.IsEmpty);
        return payload;
    }

    private static TestCaseData Case(Frame frame, string hex) => new TestCaseData(frame, hex).SetArgDisplayNames(frame.FrameKind.ToString());
}
