using System.Buffers;
using Chat.Protocol.Codec;
using Chat.Protocol.Frames;

namespace Chat.Protocol;

/// <summary>
/// Turns frames into bytes and bytes into frames, as strictly as the protocol asks: what is no frame is refused, never repaired.
/// Lengths of texts, the rules of names and whether a number means something are for the reader of the frame to check.
/// </summary>
public static class FrameCodec
{
    /// <summary>Appends a frame, its four bytes of length first.</summary>
    /// <param name="frame">The frame. Its kind and the values it holds are written as they are.</param>
    /// <param name="destination">Where it goes; unchanged when it fails.</param>
    /// <exception cref="ArgumentException">The payload is above <see cref="Limits.MaxFrame"/>.</exception>
    public static void Encode(Frame frame, FrameBuffer destination)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(destination);
        var fields = new FieldWriter(destination, frame.WireKind);
        frame.WriteTo(ref fields);
        fields.End();
    }

    /// <summary>Gives the bytes of a frame, its four bytes of length first.</summary>
    /// <exception cref="ArgumentException">The payload is above <see cref="Limits.MaxFrame"/>.</exception>
    public static byte[] Encode(Frame frame)
    {
        using var buffer = new FrameBuffer();
        Encode(frame, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the same bytes as the <see cref="EventFrame"/> of these values, without making one.</summary>
    /// <param name="destination">Where it goes; unchanged when it fails.</param>
    /// <param name="room">The room, as the server spells it for the reader.</param>
    /// <param name="seq">The event's number in its room.</param>
    /// <param name="time">Unix milliseconds, UTC.</param>
    /// <param name="nick">The nick of the author.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="text">What is said.</param>
    /// <param name="refSeq">The seq of the event that it is about or replies to.</param>
    /// <param name="key">The author's key of it.</param>
    /// <exception cref="ArgumentException">The payload is above <see cref="Limits.MaxFrame"/>.</exception>
    public static void EncodeEvent(
        FrameBuffer destination, string room, long seq, long time, string nick, EventKind kind, string text, long? refSeq, Guid? key)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var fields = new FieldWriter(destination, (ulong)FrameKind.Event);
        EventFrame.WriteTo(ref fields, room, seq, time, nick, kind, text, refSeq, key);
        fields.End();
    }

    /// <summary>Decodes what a client sent. A kind that no client sends is an <see cref="UnknownFrame"/>.</summary>
    /// <param name="payload">A payload as <see cref="FrameReader"/> gives it; nothing of it is kept.</param>
    /// <exception cref="ProtocolException"><c>malformed</c>, or <c>bad_field</c> for a value out of its bounds in a frame
    /// that is otherwise whole; <c>empty_frame</c> and <c>frame_too_large</c> for a payload that no FrameReader gives.</exception>
    public static Frame DecodeRequest(in ReadOnlySequence<byte> payload) => Decode(payload, fromClient: true);

    /// <inheritdoc cref="DecodeRequest(in ReadOnlySequence{byte})"/>
    public static Frame DecodeRequest(ReadOnlySpan<byte> payload) => Decode(payload, fromClient: true);

    /// <summary>Decodes what a server sent. A kind that no server sends is an <see cref="UnknownFrame"/>.</summary>
    /// <param name="payload">A payload as <see cref="FrameReader"/> gives it; nothing of it is kept.</param>
    /// <exception cref="ProtocolException">As with <see cref="DecodeRequest(in ReadOnlySequence{byte})"/>.</exception>
    public static Frame DecodeReply(in ReadOnlySequence<byte> payload) => Decode(payload, fromClient: false);

    /// <inheritdoc cref="DecodeReply(in ReadOnlySequence{byte})"/>
    public static Frame DecodeReply(ReadOnlySpan<byte> payload) => Decode(payload, fromClient: false);

    private static Frame Decode(in ReadOnlySequence<byte> payload, bool fromClient)
    {
        if (payload.IsSingleSegment)
        {
            return Decode(payload.FirstSpan, fromClient);
        }

        CheckLength(payload.Length);
        var length = (int)payload.Length;
        var joined = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            payload.CopyTo(joined);
            return Decode(joined.AsSpan(0, length), fromClient);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private static Frame Decode(ReadOnlySpan<byte> payload, bool fromClient)
    {
        CheckLength(payload.Length);
        var fields = new FieldReader(payload);
        var kind = fields.ReadKind();
        var frame = fromClient ? ReadRequest(kind, ref fields) : ReadReply(kind, ref fields);
        fields.End();
        return frame;
    }

    private static void CheckLength(long length)
    {
        if (length is 0 or > Limits.MaxFrame)
        {
            throw length == 0
                ? new ProtocolException(ErrorCodes.EmptyFrame, "A frame of no bytes.")
                : new ProtocolException(ErrorCodes.FrameTooLarge, $"A frame of more than {Limits.MaxFrame} bytes.");
        }
    }

    private static Frame ReadRequest(ulong kind, ref FieldReader fields) => kind switch
    {
        (ulong)FrameKind.Hello => HelloFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Ping => PingFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Pong => PongFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Bye => ByeFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Join => JoinFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Leave => LeaveFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Rooms => RoomsFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Members => MembersFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Mine => MineFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Post => PostFrame.ReadFrom(ref fields),
        (ulong)FrameKind.History => HistoryFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Search => SearchFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Read => ReadFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Type => TypeFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Away => AwayFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Whois => WhoisFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Block => BlockFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Nick => NickFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Link => LinkFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Devices => DevicesFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Unlink => UnlinkFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Moderate => ModerateFrame.ReadFrom(ref fields),
        _ => UnknownFrame.ReadFrom(kind, ref fields),
    };

    private static Frame ReadReply(ulong kind, ref FieldReader fields) => kind switch
    {
        (ulong)FrameKind.Welcome => WelcomeFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Ping => PingFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Pong => PongFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Bye => ByeFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Error => ErrorFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Done => DoneFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Joined => JoinedFrame.ReadFrom(ref fields),
        (ulong)FrameKind.RoomList => RoomListFrame.ReadFrom(ref fields),
        (ulong)FrameKind.MemberList => MemberListFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Membership => MembershipFrame.ReadFrom(ref fields),
        (ulong)FrameKind.MineList => MineListFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Posted => PostedFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Event => EventFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Page => PageFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Hits => HitsFrame.ReadFrom(ref fields),
        (ulong)FrameKind.ReadMark => ReadMarkFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Gap => GapFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Presence => PresenceFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Typing => TypingFrame.ReadFrom(ref fields),
        (ulong)FrameKind.User => UserFrame.ReadFrom(ref fields),
        (ulong)FrameKind.Renamed => RenamedFrame.ReadFrom(ref fields),
        (ulong)FrameKind.LinkCode => LinkCodeFrame.ReadFrom(ref fields),
        (ulong)FrameKind.DeviceList => DeviceListFrame.ReadFrom(ref fields),
        _ => UnknownFrame.ReadFrom(kind, ref fields),
    };
}
