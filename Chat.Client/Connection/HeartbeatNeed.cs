namespace Chat.Client.Connection;

/// <summary>What a heartbeat wants done.</summary>
internal enum HeartbeatNeed
{
    Nothing,
    Ping,
    GiveUp,
}
