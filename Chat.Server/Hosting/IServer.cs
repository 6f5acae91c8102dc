using System.Net;

namespace Chat.Server.Hosting;

/// <summary>What the program needs of a server to run it from start to end.</summary>
internal interface IServer : IAsyncDisposable
{
    /// <summary>What is really bound, once started.</summary>
    IReadOnlyList<IPEndPoint> Endpoints { get; }

    /// <summary>Completes, with an exception, when the server cannot go on; else never.</summary>
    Task Faulted { get; }

    /// <summary>Binds and begins to accept.</summary>
    /// <param name="cancellation">Gives the start up.</param>
    /// <exception cref="StartupException">An address cannot be used.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Looks who may do everything, and makes a link for the first one where nobody may; once started.</summary>
    /// <param name="cancellation">Gives it up.</param>
    ValueTask<OperatorStart> FindOperatorsAsync(CancellationToken cancellation);

    /// <summary>Ends in good order: accepts no more, says Bye to all, commits what is under way, sends what is committed.</summary>
    /// <param name="abandon">Ends what is not done by then.</param>
    Task StopAsync(CancellationToken abandon);
}
