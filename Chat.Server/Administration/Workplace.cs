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
}
