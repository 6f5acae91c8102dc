namespace Chat.Protocol.Codec;

/// <summary>An item of a list inside a frame: an array of its own, read and written field by field.</summary>
internal interface IWireItem<TSelf>
    where TSelf : struct, IWireItem<TSelf>
{
    /// <summary>The fewest bytes an item can have, so that a list's claimed count can be held against the bytes that are there.</summary>
    static abstract int MinBytes { get; }

    /// <summary>Reads the fields; the array's header was read.</summary>
    static abstract TSelf ReadFrom(ref FieldReader fields);

    /// <summary>Writes the fields; the array's header is written around it.</summary>
    void WriteTo(ref FieldWriter fields);
}
