using System.Globalization;
using System.Text.Json;
using Chat.Server.Diagnostics;
using Chat.Server.Transport;

namespace Chat.Server.Hosting;

/// <summary>
/// Reads settings from a JSON file: an object whose keys are the flags without their dashes, with text or numbers as values, an array for
/// <c>listen</c>. Comments and commas at the end are allowed. Relative paths are relative to the file's folder.
/// </summary>
internal static class ConfigFile
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 4,
    };

    /// <summary>All settings in the file.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="option">How messages name the option that gave the file.</param>
    /// <param name="problems">Gains a line for everything that is wrong.</param>
    /// <returns>The settings that could be read.</returns>
    public static GivenSettings Read(string path, string option, List<string> problems)
    {
        var given = new GivenSettings();
        try
        {
            var bytes = File.ReadAllBytes(path);
            using var document = JsonDocument.Parse(bytes.Length == 0 ? "null"u8.ToArray() : bytes.AsMemory(), Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems.Add($"{option}: {path} is not a JSON object such as {{ \"port\": 2428 }}");
                return given;
            }

            var seen = new HashSet<string>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (seen.Add(property.Name))
                {
                    Read(property, path, option, given, problems);
                }
                else
                {
                    problems.Add($"{option}: {path} has the key {SettingValue.Quoted(property.Name)} more than once");
                }
            }
        }
        catch (JsonException error)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture, $"{option}: {path}, line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: {Reason(error)}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{option}: cannot read {path}: {(Directory.Exists(path) ? "it is a folder" : PemFile.Reason(error))}");
        }

        return given;
    }

    private static void Read(JsonProperty property, string path, string option, GivenSettings given, List<string> problems)
    {
        if (Settings.All.FirstOrDefault(setting => setting.Key == property.Name) is not { } setting)
        {
            var nearest = Nearest.To(property.Name, Settings.All.Select(known => known.Key));
            problems.Add(
                $"{option}: {path} has an unknown key {SettingValue.Quoted(property.Name)}{(nearest is null ? string.Empty : $"; did you mean '{nearest}'?")}");
            return;
        }

        var value = property.Value;
        if (value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        var elements = setting.IsList && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        if (elements.Length == 0)
        {
            return;
        }

        if (elements.Any(element => element.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)))
        {
            problems.Add($"{setting.Flag} (from '{setting.Key}' in {path}): must be {(setting.IsList ? "text, or an array of texts" : "text or a number")}");
            return;
        }

        given.Add(
            setting,
            [.. elements.Select(element => element.ValueKind == JsonValueKind.Number ? element.GetRawText() : Text(element.GetString()!))],
            $"'{setting.Key}' in {path}");

        string Text(string text) => setting.IsPath && text.Length > 0 && !text.StartsWith('~') ? Path.Combine(Path.GetDirectoryName(path)!, text) : text;
    }

    /// <summary>The message without the position that the library appends: it counts from 0.</summary>
    private static string Reason(JsonException error)
    {
        var position = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return Escape.Text((position < 0 ? error.Message : error.Message[..position]).TrimEnd('.'));
    }
}
