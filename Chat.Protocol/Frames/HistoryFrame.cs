using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Asks for events of the past. Answered by Page.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Room">The room's name with its <c>#</c>, or <c>@nick</c> for the conversation with that nick.</param>
/// <param name="Before">Only events before this seq; the newest of them, unless <c>after</c> is given too.</param>
/// <param name="After">Only events after this seq; the oldest of them.</param>
/// <param name="Limit">How many at most, from 1; above <see cref="Limits.MaxPage"/> counts as that.</param>
public sealed record HistoryFrame(uint Id, string Room, long? Before, long? After, int Limit) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.History;

    internal static HistoryFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("room"),
        fields.ReadOptionalInt64("before"),
        fields.ReadOptionalInt64("after"),
        fields.ReadLimit("limit"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Room);
        fields.WriteOptional(Before);
        fields.WriteOptional(After);
        fields.Write(Limit);
    }
}
