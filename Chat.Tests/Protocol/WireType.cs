namespace Chat.Tests.Protocol;

/// <summary>The types of fields, as the protocol's table means them.</summary>
internal enum WireType
{
    /// <summary>A request's number: above 0, 32 bits.</summary>
    Id,

    /// <summary>The same, or 0 for none.</summary>
    IdOrZero,

    /// <summary>A number that fits 31 bits.</summary>
    Int,

    /// <summary>A number of which too many is the same as many.</summary>
    Limit,

    /// <summary>A number that fits 63 bits.</summary>
    Long,

    /// <summary>A number of 64 bits.</summary>
    Unsigned,

    Bool,
    Text,
    Bin16,
    Bin32,

    /// <summary>An array of fields.</summary>
    Item,

    /// <summary>An array of arrays of fields.</summary>
    List,
}
