using Chat.Client.Connection;

namespace Chat.Client.Plain;

/// <summary>How far rooms have been shown since that was written down last. Used in the steps of the chat.</summary>
internal sealed class ReadingPlaces(ServerLink link)
{
    private readonly Dictionary<string, long> _shown = new(StringComparer.Ordinal);

    public void Add(LinkEvent happened)
    {
        if (happened is LinkEvent.Arrived { Event: var said })
        {
            _shown[said.Room] = said.Seq;
        }
    }

    /// <summary>Writes it down, once all of it is on the screen.</summary>
    public void Keep()
    {
        foreach (var (room, seq) in _shown)
        {
            link.Shown(room, seq);
        }

        _shown.Clear();
    }
}
