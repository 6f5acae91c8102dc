namespace Chat.Server.Delivery;

/// <summary>One thing for a lane to do.</summary>
internal readonly record struct LaneItem(LaneItemKind Kind, Subscriber? Subscriber, object? Payload, ReadOnlyMemory<byte> Bytes);
