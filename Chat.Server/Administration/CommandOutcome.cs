namespace Chat.Server.Administration;

/// <summary>How a command ended that did what it was asked to.</summary>
internal enum CommandOutcome
{
    /// <summary>All is well.</summary>
    Done,

    /// <summary>What it was to look at is damaged; it has said how.</summary>
    Damaged,
}
