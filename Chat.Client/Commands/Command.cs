namespace Chat.Client.Commands;

/// <summary>A slash command.</summary>
/// <param name="Name">Without the slash.</param>
/// <param name="Usage">What follows the name: <c>NICK TEXT</c>, in brackets what may be left out; empty for nothing.</param>
/// <param name="Summary">What it does, in half a line.</param>
/// <param name="Run">Does it with what was typed after the name, trimmed.</param>
internal sealed record Command(string Name, string Usage, string Summary, Func<IChat, string, Task> Run)
{
    /// <summary>Where the help names it.</summary>
    public required CommandTopic Topic { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What is typed after it is a secret, and must not be kept on disk.</summary>
    public bool TakesSecret { get; init; }

    /// <summary>Whole lines to type, each with what comes of it.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; init; } = [];
}
