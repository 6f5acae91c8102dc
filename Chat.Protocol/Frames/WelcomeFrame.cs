using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Answers Hello: the session is open.</summary>
/// <param name="Id">The request that this answers.</param>
/// <param name="Version">The version spoken from here on.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Nick">The nick that this session has: not always the one asked for.</param>
/// <param name="Registered">Whether the user owns the nick; false for a guest.</param>
/// <param name="Session">What a later Hello resumes this session with. A secret.</param>
/// <param name="Time">The server's clock, in Unix milliseconds, UTC.</param>
/// <param name="Limits">The server's bounds.</param>
/// <param name="Motd">The message of the day.</param>
/// <param name="Rooms">The rooms and conversations the user is in; the rest is asked for with Mine.</param>
/// <param name="More">Whether there are more rooms than fitted into the frame.</param>
public sealed record WelcomeFrame(
    uint Id,
    int Version,
    string Server,
    string Nick,
    bool Registered,
    Guid Session,
    long Time,
    WireLimits Limits,
    string? Motd,
    IReadOnlyList<RoomState> Rooms,
    bool More) : Frame
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Welcome;

    internal static WelcomeFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadInt32("version"),
        fields.ReadText("server"),
        fields.ReadText("nick"),
        fields.ReadBool("registered"),
        fields.ReadGuid("session"),
        fields.ReadInt64("time"),
        fields.ReadItem<WireLimits>("limits"),
        fields.ReadOptionalText("motd"),
        fields.ReadList<RoomState>("rooms"),
        fields.ReadBool("more"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Version);
        fields.Write(Server);
        fields.Write(Nick);
        fields.Write(Registered);
        fields.Write(Session);
        fields.Write(Time);
        fields.WriteItem(Limits);
        fields.WriteOptional(Motd);
        fields.WriteList(Rooms);
        fields.Write(More);
    }
}
