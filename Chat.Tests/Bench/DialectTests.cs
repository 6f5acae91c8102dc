using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Chat.Bench.Peers.Dialects;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Bench;

/// <summary>What the generator of fan-out understands of each server, however the bytes are cut.</summary>
[TestFixture]
public sealed class DialectTests
{
    private static readonly string First = Text(1);
    private static readonly string Second = Text(2);

    private static IEnumerable<TestCaseData> Conversations()
    {
        yield return Conversation(
            "chat",
            Frames(
                new WelcomeFrame(1, 1, "bench", "u0", false, Guid.Empty, 0, new WireLimits(Limits.MaxFrame, Limits.MaxText, Limits.MaxNick, Limits.MaxRoom), null, [], false),
                new JoinedFrame(2, "#r7", null, 1, 0, 1, Guid.Empty, RoomRole.Member, 0, 0),
                new PresenceFrame("#r7", "u1", UserStatus.Online, null),
                Event(1, First),
                new PingFrame(ulong.MaxValue),
                Event(2, Second)),
            Encoding.Latin1.GetString(FrameCodec.Encode(new PongFrame(ulong.MaxValue))));
        yield return Conversation(
            "irc",
            Ascii($":irc NOTICE * :hello\r\nPING :12\r\n:irc 001 u0 :Welcome\r\n:irc 422 u0 :No MOTD\r\n:u0!u@h JOIN :#r7\r\n:irc 353 u0 = #r7 :u0\r\n:irc 366 u0 #r7 :End\r\n"
                + $":s0!u@h PRIVMSG #r7 :{First}\r\n:u1!u@h JOIN :#r7\r\n:s0!u@h PRIVMSG #r7 :{Second}\r\n"),
            "PONG :12\r\nJOIN #r7\r\n");
        yield return Conversation(
            "nats",
            Ascii($"INFO {{\"a\":1}}\r\nPONG\r\nMSG r7 1 {First.Length}\r\n{First}\r\nPING\r\nMSG r7 1 {Second.Length}\r\n{Second}\r\n"),
            "CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":false,\"name\":\"bench\",\"lang\":\"bench\",\"version\":\"1\",\"protocol\":1,\"echo\":false}\r\nSUB r7 1\r\nPING\r\nPONG\r\n");
        yield return Conversation(
            "redis",
            Ascii($"*3\r\n$9\r\nsubscribe\r\n$2\r\nr7\r\n:1\r\n*3\r\n$7\r\nmessage\r\n$2\r\nr7\r\n${First.Length}\r\n{First}\r\n*3\r\n$7\r\nmessage\r\n$2\r\nr7\r\n${Second.Length}\r\n{Second}\r\n"),
            "");
        yield return Conversation("raw", [.. Raw("K"), .. Raw($"M\0\0\0\a{First}"), .. Raw($"M\0\0\0\a{Second}")], "");
    }

    [TestCaseSource(nameof(Conversations))]
    public void Read_CutAnywhere_EntersDeliversAndAnswers(string name, byte[] bytes, string answers)
    {
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var peer = new RecordingPeer(Find(name)).Receive(bytes[..cut], bytes[cut..]);

            Assert.That(peer.Entries, Is.EqualTo(1), $"cut at {cut}");
            Assert.That(peer.Delivered, Is.EqualTo([First, Second]), $"cut at {cut}");
            Assert.That(peer.Sent, Is.EqualTo(answers), $"cut at {cut}");
        }
    }

    [TestCaseSource(nameof(Conversations))]
    public void Read_ByteByByte_IsTheSame(string name, byte[] bytes, string answers)
    {
        var peer = new RecordingPeer(Find(name)).Receive([.. bytes.Select(static one => new[] { one })]);

        Assert.That(peer.Delivered, Is.EqualTo([First, Second]));
        Assert.That(peer.Sent, Is.EqualTo(answers));
    }

    [TestCase("irc", "ERROR :Closing link\r\n")]
    [TestCase("irc", ":irc 433 * u0 :Nickname already in use\r\n")]
    [TestCase("nats", "-ERR 'maximum connections exceeded'\r\n")]
    [TestCase("redis", "-ERR max number of clients reached\r\n")]
    public void Read_ServerRefuses_SaysWhatItSaid(string name, string answer) =>
        Assert.That(() => new RecordingPeer(Find(name)).Receive(Ascii(answer)), Throws.TypeOf<InvalidDataException>().With.Message.Contains(answer.TrimEnd()));

    [Test]
    public void Read_ErrorFrame_SaysItsCode() =>
        Assert.That(
            () => new RecordingPeer(Find("chat")).Receive(FrameCodec.Encode(new ErrorFrame(1, ErrorCodes.NickInUse, "Taken."))),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(ErrorCodes.NickInUse));

    [TestCase("irc", "PRIVMSG #r7 :hi\r\n")]
    [TestCase("nats", "PUB r7 2\r\nhi\r\n")]
    [TestCase("redis", "*3\r\n$7\r\nPUBLISH\r\n$2\r\nr7\r\n$2\r\nhi\r\n")]
    [TestCase("raw", "\0\0\0\aP\0\0\0\ahi")]
    public void Write_Text_IsAMessageToTheRoom(string name, string expected) =>
        Assert.That(Encoding.Latin1.GetString(Write(name, "hi")), Is.EqualTo(expected));

    [TestCase(36)]
    [TestCase(1000)]
    public void Write_Post_IsAsTheCodecReadsIt(int size)
    {
        var text = new string('x', size);

        var frame = Write("chat", text);

        var post = (PostFrame)FrameCodec.DecodeRequest(new ReadOnlySequence<byte>(frame[Limits.LengthBytes..]));
        Assert.That(BinaryPrimitives.ReadInt32BigEndian(frame), Is.EqualTo(frame.Length - Limits.LengthBytes));
        Assert.That((post.Room, post.Kind, post.Text), Is.EqualTo(("#r7", EventKind.Text, text)));
    }

    [Test]
    public void Write_TwoPosts_HaveDifferentKeys()
    {
        var dialect = new ChatDialect();
        var keys = Enumerable.Range(0, 2).Select(_ => ((PostFrame)FrameCodec.DecodeRequest(new ReadOnlySequence<byte>(Write(dialect, "hi")[Limits.LengthBytes..]))).Key);

        Assert.That(keys, Is.Unique);
    }

    private static TestCaseData Conversation(string name, byte[] bytes, string answers) => new TestCaseData(name, bytes, answers).SetArgDisplayNames(name);

    private static Dialect Find(string name) => Dialect.All.Single(dialect => dialect.Name == name);

    private static byte[] Write(string name, string text) => Write(Find(name), text);

    private static byte[] Write(Dialect dialect, string text)
    {
        var to = new byte[text.Length + Dialect.Overhead];
        return to[..dialect.Write(new RecordingPeer(dialect) { IsSender = true }, Ascii(text), to)];
    }

    private static string Text(uint serial)
    {
        var bytes = new byte[Stamp.Size + 4];
        bytes.AsSpan().Fill((byte)'x');
        new Stamp(serial, serial, serial).Write(bytes);
        return Encoding.ASCII.GetString(bytes);
    }

    private static EventFrame Event(long seq, string text) => new("#r7", seq, 0, "s0", EventKind.Text, text);

    private static byte[] Frames(params Frame[] frames) => [.. frames.SelectMany(static frame => FrameCodec.Encode(frame))];

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Raw(string payload) => [0, 0, 0, (byte)payload.Length, .. Ascii(payload)];
}
