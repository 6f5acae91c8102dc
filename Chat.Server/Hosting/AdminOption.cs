namespace Chat.Server.Hosting;

/// <summary>A flag that a command takes beside those that every command takes.</summary>
/// <param name="Flag">With its dashes.</param>
/// <param name="Placeholder">What stands for its value in help; null for a flag without one.</param>
/// <param name="Help">What it does.</param>
internal sealed record AdminOption(string Flag, string? Placeholder, string Help)
{
    /// <summary>Whether it may be given several times.</summary>
    public bool IsList { get; init; }
}
