namespace Chat.Server.Transport.Polling;

/// <summary>Tells when one socket has something to read. One waiter at a time.</summary>
internal interface IReadiness : IDisposable
{
    /// <summary>
    /// Waits until there may be something to read, or the end of it. Whoever has read less than he had room for waits without a further word; the
    /// first time it tells what is there already.
    /// </summary>
    ValueTask WaitAsync();

    /// <summary>There may be more than what was read: let the next wait end at once, after others have had their turn.</summary>
    void Remind();
}
