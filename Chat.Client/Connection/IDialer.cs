namespace Chat.Client.Connection;

/// <summary>Makes connections to one server.</summary>
internal interface IDialer
{
    /// <summary>Connects, and makes sure that it is the right server. Nothing of the protocol has been sent when it returns.</summary>
    /// <returns>A stream that the caller disposes, or why there is none. Throws only when cancelled.</returns>
    ValueTask<DialResult> DialAsync(CancellationToken cancellationToken);
}
