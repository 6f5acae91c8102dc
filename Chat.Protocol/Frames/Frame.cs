using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>A frame of the protocol. The set of frames is closed: each is a record of this namespace.</summary>
public abstract record Frame
{
    /// <summary>Which frame it is.</summary>
    public abstract FrameKind FrameKind { get; }

    /// <summary>The kind's number on the wire.</summary>
    internal virtual ulong WireKind => (ulong)FrameKind;

    /// <summary>Writes the fields after the kind, in their order.</summary>
    internal abstract void WriteTo(ref FieldWriter fields);
}
