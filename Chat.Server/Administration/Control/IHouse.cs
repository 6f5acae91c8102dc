namespace Chat.Server.Administration.Control;

/// <summary>A server that does what its operator asks, on the machine it runs on.</summary>
internal interface IHouse
{
    /// <summary>Does it. Safe for several at once.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancellation">Ends the waiting; whether it is done is then unknown.</param>
    /// <returns>What came of it; what cannot be done is an answer, too.</returns>
    ValueTask<ControlAnswer> DoAsync(ControlRequest request, CancellationToken cancellation);
}
