namespace Chat.Server.Administration;

/// <summary>A command cannot do what it was asked to, and has changed nothing. Its message is one line for the operator: what is wrong and what to do.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Whether the data that was given is at fault, rather than a name or a place.</summary>
    public bool IsDamage { get; init; }

    /// <summary>Whether the command line cannot be understood.</summary>
    public bool IsMisuse { get; init; }

    /// <summary>Whether the same may work in a moment; only then it may have changed something, which its message says.</summary>
    public bool IsTemporary { get; init; }
}
