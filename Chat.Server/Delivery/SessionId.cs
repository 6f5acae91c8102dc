namespace Chat.Server.Delivery;

/// <summary>The number of one accepted connection, from 1, never given twice by one process.</summary>
internal readonly record struct SessionId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
