namespace Chat.Protocol.Frames;

/// <summary>A frame that a client sends and that gets exactly one answer.</summary>
public interface IRequest
{
    /// <summary>The client's number for the request; the answer carries it.</summary>
    uint Id { get; }
}
