namespace Chat.Server.Hosting;

/// <summary>A command as it was given.</summary>
/// <param name="Command">Which.</param>
/// <param name="Operand">The word after it; null when there is none.</param>
internal sealed record AdminCall(AdminCommand Command, string? Operand)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _given = new(StringComparer.Ordinal);

    /// <summary>The word after the command, for one that has to have it.</summary>
    public string File => Operand ?? throw new InvalidOperationException($"{Command.Name} has no operand.");

    /// <summary>The word after that; null when there is none.</summary>
    public string? Second { get; init; }

    public void Add(string flag, IReadOnlyList<string> values) => _given[flag] = values;

    public bool Has(string flag) => _given.ContainsKey(flag);

    /// <summary>All values of a flag, in their order.</summary>
    public IReadOnlyList<string> All(string flag) => _given.GetValueOrDefault(flag) ?? [];

    /// <summary>The value of a flag; null when it is not given.</summary>
    public string? One(string flag) => All(flag) is [.., var last] ? last : null;
}
