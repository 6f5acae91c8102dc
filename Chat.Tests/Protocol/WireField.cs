namespace Chat.Tests.Protocol;

/// <summary>A field of a frame as the protocol's table has it.</summary>
internal sealed record WireField(string Name, WireType Type, bool Optional, params WireField[] Fields)
{
    /// <summary>Whether a value is a number.</summary>
    public bool IsInteger => Type is WireType.Id or WireType.IdOrZero or WireType.Int or WireType.Limit or WireType.Long or WireType.Unsigned;

    /// <summary>A value that fits.</summary>
    public object Sample() => Type switch
    {
        WireType.Id or WireType.IdOrZero => 7,
        WireType.Int or WireType.Limit => 2,
        WireType.Long => 1795000000000L,
        WireType.Unsigned => ulong.MaxValue,
        WireType.Bool => true,
        WireType.Text => "å" + Name,
        WireType.Bin16 => Bytes(16),
        WireType.Bin32 => Bytes(32),
        WireType.Item => Fields.Select(field => field.Sample()).ToArray(),
        WireType.List => new object[] { Fields.Select(field => field.Sample()).ToArray() },
        _ => throw new InvalidOperationException(),
    };

    public static byte[] Bytes(int count) => [.. Enumerable.Range(1, count).Select(index => (byte)index)];
}
