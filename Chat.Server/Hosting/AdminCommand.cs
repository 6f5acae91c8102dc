using System.Collections.ObjectModel;
using Chat.Server.Administration;

namespace Chat.Server.Hosting;

/// <summary>Something an operator can have done to a store: how it is written, what it means and who does it.</summary>
internal sealed record AdminCommand
{
    public required string Name { get; init; }

    /// <summary>What stands for the one word after the command, which then has to be there; null when it takes none.</summary>
    public string? Operand { get; init; }

    /// <summary>The only words that may stand there, which then need not; null: any word.</summary>
    public IReadOnlyList<string>? OperandWords { get; init; }

    /// <summary>Of those words the ones that have to be followed by another one, with what stands for that.</summary>
    public IReadOnlyDictionary<string, string> FollowedBy { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>What has to or may stand after the command, with a blank before it; empty when nothing may.</summary>
    public string Usage => OperandWords is { } words ? $" [{string.Join('|', words.Select(Followed))}]" : Operand is { } operand ? " " + operand : "";

    /// <summary>What it does, in half a line.</summary>
    public required string Summary { get; init; }

    /// <summary>What it does, when it may be used and what it leaves behind: lines of at most 88 characters.</summary>
    public required string Help { get; init; }

    /// <summary>Command lines with what they do.</summary>
    public required IReadOnlyList<(string Line, string Meaning)> Examples { get; init; }

    /// <summary>Its own flags.</summary>
    public IReadOnlyList<AdminOption> Options { get; init; } = [];

    /// <summary>Settings that it needs beside the data folder, from the environment or the file.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>Does it.</summary>
    public required Func<AdminCall, Workplace, CancellationToken, ValueTask<CommandOutcome>> RunAsync { get; init; }

    /// <summary>One of its words, with what stands for the one that has to follow.</summary>
    public string Followed(string word) => FollowedBy.TryGetValue(word, out var follower) ? $"{word} {follower}" : word;
}
