using Chat.Server.Diagnostics;

namespace Chat.Server.Hosting;

/// <summary>The settings in force, with where each comes from: flags before the environment, that before a file, that before the defaults.</summary>
internal sealed class EffectiveSettings
{
    private readonly Dictionary<string, string> _origins;

    private EffectiveSettings(ServerOptions options, Dictionary<string, string> origins, IReadOnlyList<string> problems)
    {
        Options = options;
        _origins = origins;
        Problems = problems;
    }

    /// <summary>The options; those with a problem are at their defaults.</summary>
    public ServerOptions Options { get; }

    /// <summary>What is wrong, a line each that names the option and where it was given.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Puts the settings together.</summary>
    /// <param name="commandLine">The command line, which has no errors.</param>
    /// <param name="environment">Gives an environment variable's value, or null.</param>
    /// <param name="only">The settings that are of interest, when the others may be wrong; null for all.</param>
    /// <returns>The settings, or what is wrong with them.</returns>
    public static EffectiveSettings Read(CommandLine commandLine, Func<string, string?> environment, IReadOnlyCollection<string>? only = null)
    {
        var problems = new List<string>();
        GivenSettings[] places = [commandLine.Settings, EnvironmentSettings.Read(environment), FromFile(commandLine, environment, problems)];
        var options = Defaults.Options(environment);
        var origins = new Dictionary<string, string>();
        foreach (var setting in Settings.All.Where(setting => only is null || only.Contains(setting.Key)))
        {
            if (places.Select(place => place.Find(setting)).FirstOrDefault(found => found is not null) is not { } given)
            {
                continue;
            }

            origins[setting.Key] = given.Origin;
            var applied = given.Values.Any(string.IsNullOrEmpty) ? new Setting.Applied(options, "is empty") : setting.Apply(options, given.Values);
            options = applied.Options;
            if (applied.Problem is not null)
            {
                problems.Add($"{Blame(setting, origins)}: {applied.Problem}");
            }
        }

        return new EffectiveSettings(options, origins, problems);
    }

    /// <summary>How messages name a setting: the flag, and where else it was given.</summary>
    /// <param name="key">The setting's key.</param>
    /// <returns><c>--port</c> or <c>--port (from CHAT_PORT)</c>.</returns>
    public string Blame(string key) => Blame(Settings.All.First(setting => setting.Key == key), _origins);

    /// <summary>All settings, a line each: name, value, origin.</summary>
    /// <returns>The lines.</returns>
    public IEnumerable<string> Lines()
    {
        var shown = Settings.All
            .Select(setting => (setting.Key, Value: Escape.Text(setting.Show(Options)), Origin: _origins.GetValueOrDefault(setting.Key, "default")))
            .ToArray();
        var keys = shown.Max(line => line.Key.Length);
        var values = Math.Min(40, shown.Max(line => line.Value.Length));
        return shown.Select(line => $"{line.Key.PadRight(keys)}  {line.Value.PadRight(values)}  {line.Origin}");
    }

    private static GivenSettings FromFile(CommandLine commandLine, Func<string, string?> environment, List<string> problems)
    {
        var variable = environment(EnvironmentSettings.ConfigVariable);
        var file = commandLine.ConfigFile ?? variable;
        if (string.IsNullOrEmpty(file) && commandLine.ConfigFile is null)
        {
            return new GivenSettings();
        }

        var option = commandLine.ConfigFile is null ? $"--config (from {EnvironmentSettings.ConfigVariable})" : "--config";
        string? problem = "is empty";
        if (string.IsNullOrEmpty(file) || SettingValue.FullPath(file, out problem) is not { } path)
        {
            problems.Add($"{option}: {problem}");
            return new GivenSettings();
        }

        return ConfigFile.Read(path, option, problems);
    }

    private static string Blame(Setting setting, Dictionary<string, string> origins) =>
        origins.TryGetValue(setting.Key, out var origin) && origin != setting.Flag ? $"{setting.Flag} (from {origin})" : setting.Flag;
}
