namespace Chat.Server.Hosting;

/// <summary>The settings that one place gives (the command line, the environment or a file), as they are written there.</summary>
internal sealed class GivenSettings
{
    private readonly Dictionary<string, Given> _byKey = [];

    /// <summary>Adds a setting.</summary>
    /// <param name="setting">Which.</param>
    /// <param name="values">What it is to be, at least one.</param>
    /// <param name="origin">Where that is written, for messages: the flag, the variable, or the key and the file.</param>
    public void Add(Setting setting, IReadOnlyList<string> values, string origin) => _byKey[setting.Key] = new Given(values, origin);

    /// <summary>What is given for a setting.</summary>
    /// <param name="setting">Which.</param>
    /// <returns>Null when this place says nothing about it.</returns>
    public Given? Find(Setting setting) => _byKey.GetValueOrDefault(setting.Key);

    /// <summary>The values of one setting and where they stand.</summary>
    /// <param name="Values">At least one.</param>
    /// <param name="Origin">Where they are written.</param>
    internal sealed record Given(IReadOnlyList<string> Values, string Origin);
}
