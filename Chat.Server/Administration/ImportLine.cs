using System.Text.Json;
using Chat.Server.Log;

namespace Chat.Server.Administration;

/// <summary>One line of an export, read field by field. Each reader says which field is at fault.</summary>
internal readonly struct ImportLine
{
    private readonly JsonElement _object;

    private ImportLine(JsonElement line)
    {
        _object = line;
    }

    /// <summary>What kind of line it is; empty for the first one.</summary>
    public string Type => _object.TryGetProperty("type", out _) ? Text("type") : string.Empty;

    /// <summary>Takes a line apart.</summary>
    /// <exception cref="ImportException">It is no JSON object.</exception>
    public static ImportLine Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 4 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ImportLine(document.RootElement.Clone())
                : throw new ImportException("it is no JSON object");
        }
        catch (JsonException broken)
        {
            throw new ImportException($"it is no JSON (byte {broken.BytePositionInLine + 1})", broken);
        }
    }

    /// <exception cref="ImportException">The field is missing or no text.</exception>
    public string Text(string field)
    {
        try
        {
            return Field(field) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw new ImportException($"'{field}' is missing, or no text");
        }
        catch (InvalidOperationException broken)
        {
            throw new ImportException($"'{field}' is no valid text", broken);
        }
    }

    /// <exception cref="ImportException">The field is missing, no number, or below <paramref name="least"/>.</exception>
    public long Number(string field, long least) =>
        Field(field) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) && number >= least
            ? number
            : throw new ImportException($"'{field}' is missing, or no whole number from {least} on");

    /// <exception cref="ImportException">The field is missing or no time.</exception>
    public long Time(string field) => ExportFormat.Time(Text(field)) ?? throw new ImportException($"'{field}' is no time such as 2026-01-31T18:00:00.000Z");

    /// <exception cref="ImportException">The field is missing or no identity.</exception>
    public Guid Identity(string field) =>
        Guid.TryParseExact(Text(field), "N", out var id) ? id : throw new ImportException($"'{field}' is not 32 hexadecimal digits");

    public string? TextOrNull(string field) => Field(field) is null ? null : Text(field);

    /// <summary>The two users of a conversation, as the file numbers them.</summary>
    /// <exception cref="ImportException">There are not two.</exception>
    public (long One, long Other) Pair(string field)
    {
        if (Field(field) is { ValueKind: JsonValueKind.Array } value && value.GetArrayLength() == 2
            && IsId(value[0], out var one) && IsId(value[1], out var other))
        {
            return (one, other);
        }

        throw new ImportException($"'{field}' is missing, or not two users");

        static bool IsId(JsonElement element, out long id)
        {
            id = 0;
            return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out id);
        }
    }

    /// <summary>The event, by the author that the file names.</summary>
    /// <exception cref="ImportException">A field is missing or wrong.</exception>
    public LogEvent Event(UserId author)
    {
        var word = Text("kind");
        return new LogEvent
        {
            Seq = Number("seq", 1),
            Time = Time("time"),
            Author = author,
            Nick = Text("nick"),
            Kind = ExportFormat.Kind(word) ?? throw new ImportException($"'{word}' is no kind of event"),
            Text = Text("text"),
            Ref = Field("ref") is null ? null : Number("ref", 1),
            Key = Field("key") is null ? null : Identity("key"),
        };
    }

    private JsonElement? Field(string name) => _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
