using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>A connection between a model client and the model server: what is on its way in each direction, and what the server holds for it.</summary>
internal sealed class ModelConnection
{
    public ModelConnection(string user, string nick)
    {
        User = user;
        Nick = nick;
    }

    public string User { get; }

    public string Nick { get; set; }

    public Queue<Frame> Requests { get; } = new();

    public Queue<Frame> Answers { get; } = new();

    public HashSet<string> Followed { get; } = new(StringComparer.Ordinal);

    /// <summary>By room, the key that failed and holds back what follows it.</summary>
    public Dictionary<string, Guid> Held { get; } = new(StringComparer.Ordinal);
}
