using Chat.Protocol;

namespace Chat.Tests.Protocol;

/// <summary>A row of the protocol's table.</summary>
internal sealed record WireFrame(FrameKind Kind, string From, params WireField[] Fields)
{
    public bool FromClient => From is "C" or "both";

    public bool FromServer => From is "S" or "both";

    /// <summary>A frame with a value in every field: the kind, then the fields.</summary>
    public object?[] Sample() => [(int)Kind, .. Fields.Select(field => field.Sample())];

    /// <summary>Every field of a frame made by <see cref="Sample"/>, those inside arrays too, with the array it stands in.</summary>
    public IEnumerable<WirePlace> Places(object?[] sample) => Places(sample, 1, Fields);

    public override string ToString() => Kind.ToString();

    private static IEnumerable<WirePlace> Places(object?[] owner, int start, WireField[] fields)
    {
        for (var index = 0; index < fields.Length; index++)
        {
            var field = fields[index];
            var place = new WirePlace(field, owner, start + index);
            yield return place;
            var inner = field.Type switch
            {
                WireType.Item => (object?[]?)owner[place.Index],
                WireType.List => (object?[]?)((object?[])owner[place.Index]!)[0],
                _ => null,
            };
            foreach (var deeper in inner is null ? [] : Places(inner, 0, field.Fields))
            {
                yield return deeper;
            }
        }
    }
}
