using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>A request that has been read, checked and prepared, and waits for its turn.</summary>
/// <param name="From">The session.</param>
/// <param name="Id">The request's id; 0 where it wants no answer.</param>
internal abstract record Command(Subscriber From, uint Id)
{
    /// <summary>Keeps the newest events' keys and authors in memory until this command has had its turn; null where nothing was prepared.</summary>
    public PrepareWindow.Pin? Pin { get; init; }
}
