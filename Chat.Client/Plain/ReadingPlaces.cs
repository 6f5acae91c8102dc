using Chat.Client.Connection;
using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>Writes down how far rooms have been shown, so that the next start goes on there. Used in the steps of the chat.</summary>
internal sealed class ReadingPlaces(ServerLink link)
{
    private readonly Dictionary<string, long> _kept = new(StringComparer.Ordinal);

    /// <summary>Once all of it is on the screen.</summary>
    public void Keep(ChatState state)
    {
        foreach (var (name, room) in state.Rooms)
        {
            if (room.Read != _kept.GetValueOrDefault(name))
            {
                _kept[name] = room.Read;
                link.Shown(name, room.Read);
            }
        }
    }
}
