namespace Chat.Server.Hosting;

/// <summary>One thing an operator can choose: how it is written, what it means and how it becomes part of <see cref="ServerOptions"/>.</summary>
internal sealed record Setting
{
    /// <summary>The key in a settings file; with two dashes it is the flag.</summary>
    public required string Key { get; init; }

    /// <summary>What stands for the value in help.</summary>
    public required string Placeholder { get; init; }

    /// <summary>What it does, in which unit, and what is risked by changing it.</summary>
    public required string Help { get; init; }

    /// <summary>The default as help shows it.</summary>
    public required string Default { get; init; }

    /// <summary>Whether there may be several values: the flag again and again, separated by commas in the environment, an array in a file.</summary>
    public bool IsList { get; init; }

    /// <summary>Whether values are paths: in a settings file they are relative to its folder.</summary>
    public bool IsPath { get; init; }

    /// <summary>Takes the values, at least one and none of them empty, into the options.</summary>
    public required Func<ServerOptions, IReadOnlyList<string>, Applied> Apply { get; init; }

    /// <summary>The value in force, for people.</summary>
    public required Func<ServerOptions, string> Show { get; init; }

    /// <summary>The flag, <c>--rate-limit</c>.</summary>
    public string Flag => "--" + Key;

    /// <summary>The environment variable, <c>CHAT_RATE_LIMIT</c>.</summary>
    public string Variable => "CHAT_" + Key.ToUpperInvariant().Replace('-', '_');

    /// <summary>What came of a value: the options with it, or why it cannot be used.</summary>
    /// <param name="Options">The options, changed; as they were where there is a problem.</param>
    /// <param name="Problem">What is wrong with the value, without the name of the setting.</param>
    internal readonly record struct Applied(ServerOptions Options, string? Problem = null);
}
