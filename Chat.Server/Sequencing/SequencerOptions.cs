using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>What the sequencer has to be told.</summary>
/// <param name="ServerName">What Welcome calls the server.</param>
/// <param name="Motd">The text that greets everybody; null for none.</param>
/// <param name="NewId">Gives random identities for logs and secrets for sessions: nobody can guess the next from those before.</param>
internal sealed record SequencerOptions(string ServerName, string? Motd, Func<Guid> NewId)
{
    /// <summary>Who may come in, and how much one may do.</summary>
    public AccessRules Access { get; init; } = new();
}
