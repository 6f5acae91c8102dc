using Chat.Protocol.Codec;

namespace Chat.Protocol.Frames;

/// <summary>Looks for words in what one may read. Answered by Hits.</summary>
/// <param name="Id">The client's number for the request; above 0.</param>
/// <param name="Query">Words, "phrases" and prefixes* that must all occur, at most <see cref="Limits.MaxQuery"/> bytes.</param>
/// <param name="Room">The only room or conversation to look in.</param>
/// <param name="Cursor">The <c>cursor</c> of the Hits before, to go on after them.</param>
/// <param name="Limit">How many at most, from 1.</param>
public sealed record SearchFrame(uint Id, string Query, string? Room, string? Cursor, int Limit) : Frame, IRequest
{
    /// <inheritdoc/>
    public override FrameKind FrameKind => FrameKind.Search;

    internal static SearchFrame ReadFrom(ref FieldReader fields) => new(
        fields.ReadId(),
        fields.ReadText("query"),
        fields.ReadOptionalText("room"),
        fields.ReadOptionalText("cursor"),
        fields.ReadLimit("limit"));

    internal override void WriteTo(ref FieldWriter fields)
    {
        fields.Write(Id);
        fields.Write(Query);
        fields.WriteOptional(Room);
        fields.WriteOptional(Cursor);
        fields.Write(Limit);
    }
}
