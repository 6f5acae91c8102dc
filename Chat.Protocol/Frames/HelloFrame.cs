using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Opens a session: the first frame of a client, once, within <see cref="Limits.HelloSeconds"/> of the connection. Answered by Welcome.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Version">The protocol's version, <see cref="Limits.Version"/>.</param>
/// <param name="Agent">The client's name and version for people to read, at most <see cref="Limits.MaxAgent"/> bytes.</param>
/// <param name="Nick">The nick wanted; not needed by a user whose device key is known.</param>
/// <param name="Code">A link or invitation code, at most <see cref="Limits.MaxCode"/> bytes.</param>
/// <param name="Resume">The <c>session</c> of an earlier Welcome, to go on as the same guest.</param>
public sealed record HelloFrame(uint Id, int Version, string Agent, string? Nick = null, string? Code = null, Guid? Resume = null) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Hello;

    internal static HelloFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadInt32("version"),
        fields.ReadText("agent"),
        fields.ReadOptionalText("nick"),
        fields.ReadOptionalText("code"),
        fields.ReadOptionalGuid("resume"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Version);
        fields.Write(Agent);
        fields.WriteOptional(Nick);
        fields.WriteOptional(Code);
        fields.WriteOptional(Resume);
    }
}
