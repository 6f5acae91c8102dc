namespace Chat.Server.Log;

/// <summary>The random identity of one log. A cursor belongs to it, never to a room's name.</summary>
internal readonly record struct LogId(Guid Value)
{
    public override string ToString() => Value.ToString("N");
}
