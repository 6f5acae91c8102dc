using Chat.Server.Administration.Control;
using Chat.Server.Log.Sqlite;

namespace Chat.Server.Administration;

/// <summary>What a command works with. Whatever it is, one command runs at a time, on one thread.</summary>
internal sealed record Workplace
{
    public required StoreFiles Files { get; init; }

    /// <summary>The file of the certificate that the settings name; null: the server shows one of its own.</summary>
    public string? OperatorCertificate { get; init; }

    /// <summary>Standard output, for lines of text.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Opens standard output, for bytes.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Says something to whoever gave the command, as a line on standard error; it need not be escaped.</summary>
    public required Action<string> Tell { get; init; }

    public required Progress Progress { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Gives 16 bytes that nothing else has and nobody can guess.</summary>
    public required Func<Guid> NewId { get; init; }

    /// <summary>The server of the folder, or whoever does in its stead what only it can decide.</summary>
    public required IHouse House { get; init; }

    /// <summary>Asks the house.</summary>
    /// <exception cref="CommandException">It is not done.</exception>
    public async ValueTask<ControlAnswer> AskAsync(ControlRequest request, CancellationToken cancellation)
    {
        var answer = await House.DoAsync(request, cancellation);
        return answer.Problem is { } problem ? throw new CommandException(problem) { IsTemporary = answer.IsTemporary } : answer;
    }

    /// <summary>Prints a link with the code of an answer; it is a secret.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="host">What the link calls the server; null for the best address that the server knows of itself.</param>
    /// <param name="room">The room it leads into; null for none.</param>
    public void PrintLink(ControlAnswer answer, HostName? host, string? room)
    {
        var place = answer.Place ?? throw new InvalidOperationException("A code without a place to use it.");
        if (place.IsExpected)
        {
            Tell("no server runs: the link names the port and the key that its settings give it");
        }

        if (host is null && place.IsLocal)
        {
            Tell("the link works on this machine only, where the server knows no other address of its own; --host NAME gives it one");
        }

        Output.WriteLine((host?.Of(place) ?? place).LinkTo(room, answer.Code));
    }
}
