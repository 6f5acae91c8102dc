namespace Chat.Tests.Protocol;

/// <summary>Where a field stands in a tree of values.</summary>
internal sealed record WirePlace(WireField Field, object?[] Owner, int Index)
{
    public object? Value
    {
        get => Owner[Index];
        set => Owner[Index] = value;
    }
}
