namespace Chat.Protocol;

/// <summary>The bounds of protocol version 1. Lengths of text are in bytes of UTF-8 unless said otherwise.</summary>
public static class Limits
{
    /// <summary>The largest payload of a frame, in bytes, without its four bytes of length.</summary>
    public const int MaxFrame = 65_536;
}
