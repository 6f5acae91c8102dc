namespace Chat.Bench.Peers.Dialects;

/// <summary>
/// What the limit server speaks: a length of four bytes, big-endian, and that many bytes, of which the first is one of these. A client joins (with its room) or says hello, and is welcomed; it posts (room, text), and all who joined
/// that room get it delivered (room, text). A room is four bytes, big-endian.
/// </summary>
internal static class RawFrame
{
    public const byte Join = (byte)'J';
    public const byte Hello = (byte)'H';
    public const byte Welcome = (byte)'K';
    public const byte Post = (byte)'P';
    public const byte Delivery = (byte)'M';

    /// <summary>Bytes of the length.</summary>
    public const int Prefix = 4;

    /// <summary>Bytes behind the length that come before the text.</summary>
    public const int Head = 5;

    /// <summary>No frame is longer.</summary>
    public const int Longest = 65_536;
}
