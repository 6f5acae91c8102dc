namespace Chat.Server.Hosting;

/// <summary>Reads settings from environment variables, <c>CHAT_PORT</c> for <c>--port</c>. An empty one counts as not set.</summary>
internal static class EnvironmentSettings
{
    /// <summary>Names the settings file when no flag does.</summary>
    public const string ConfigVariable = "CHAT_CONFIG";

    /// <summary>All settings that are in the environment.</summary>
    /// <param name="environment">Gives a variable's value, or null.</param>
    /// <returns>The settings.</returns>
    public static GivenSettings Read(Func<string, string?> environment)
    {
        var given = new GivenSettings();
        foreach (var setting in Settings.All)
        {
            if (environment(setting.Variable) is { Length: > 0 } value)
            {
                given.Add(setting, setting.IsList ? value.Split(',', StringSplitOptions.TrimEntries) : [value], setting.Variable);
            }
        }

        return given;
    }
}
