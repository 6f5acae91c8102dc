using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chat.Server.Diagnostics;
using Chat.Server.Log;

namespace Chat.Server.Administration;

/// <summary>Writes the lines of an export. What a terminal would act on is a JSON escape in them. Disposes of the stream.</summary>
internal sealed class ExportWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;

    public ExportWriter(Stream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>The first line.</summary>
    /// <param name="time">When the export was made, Unix milliseconds.</param>
    /// <param name="since">From when on events are in it; null for all.</param>
    /// <param name="hasConversations">Whether it has direct conversations.</param>
    public void Header(long time, long? since, bool hasConversations)
    {
        _json.WriteStartObject();
        _json.WriteString("format", ExportFormat.Name);
        _json.WriteNumber("version", ExportFormat.Version);
        _json.WriteString("time", ExportFormat.Time(time));
        if (since is { } from)
        {
            _json.WriteString("since", ExportFormat.Time(from));
        }

        _json.WriteBoolean("direct", hasConversations);
        EndLine();
    }

    public void User(StoredUser user)
    {
        Begin(ExportFormat.User);
        _json.WriteNumber("id", user.Id.Value);
        _json.WriteString("nick", user.Nick);
        _json.WriteString("since", ExportFormat.Time(user.Since));
        EndLine();
    }

    /// <summary>A room or a conversation, before its events.</summary>
    /// <param name="room">Which.</param>
    /// <param name="name">How it is called.</param>
    /// <param name="tail">What its events leave behind.</param>
    /// <param name="first">The first event that follows; the one after the head when none does.</param>
    public void Room(StoredRoom room, string name, LogTail tail, long first)
    {
        Begin(room.Pair is null ? ExportFormat.Room : ExportFormat.Conversation);
        _json.WriteString("room", name);
        _json.WriteString("log", room.Log.ToString());
        if (room.Pair is { } pair)
        {
            _json.WriteStartArray("users");
            _json.WriteNumberValue(pair.One.Value);
            _json.WriteNumberValue(pair.Other.Value);
            _json.WriteEndArray();
        }

        _json.WriteNumber("first", first);
        _json.WriteNumber("head", tail.Bounds.Head);
        _json.WriteString("time", ExportFormat.Time(tail.LastTime));
        if (tail.Topic is { } topic)
        {
            _json.WriteString("topic", topic);
        }

        EndLine();
    }

    public void Event(LogId log, string room, LogEvent e)
    {
        Begin(ExportFormat.Event);
        _json.WriteString("room", room);
        _json.WriteString("log", log.ToString());
        _json.WriteNumber("seq", e.Seq);
        _json.WriteString("time", ExportFormat.Time(e.Time));
        _json.WriteNumber("author", e.Author.Value);
        _json.WriteString("nick", e.Nick);
        _json.WriteString("kind", ExportFormat.Word(e.Kind));
        _json.WriteString("text", e.Text);
        if (e.Ref is { } about)
        {
            _json.WriteNumber("ref", about);
        }

        if (e.Key is { } key)
        {
            _json.WriteString("key", key.ToString("N"));
        }

        EndLine();
    }

    /// <summary>The last line: what lacks it has been cut.</summary>
    public void End(long rooms, long events)
    {
        Begin(ExportFormat.End);
        _json.WriteNumber("rooms", rooms);
        _json.WriteNumber("events", events);
        EndLine();
        _stream.Flush();
    }

    public void Dispose()
    {
        _json.Dispose();
        _stream.Dispose();
    }

    private void Begin(string type)
    {
        _json.WriteStartObject();
        _json.WriteString("type", type);
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        if (Ascii.IsValid(_line.WrittenSpan))
        {
            _stream.Write(_line.WrittenSpan);
        }
        else
        {
            using var escaped = new StringWriter(CultureInfo.InvariantCulture);
            Escape.WriteJson(escaped, Encoding.UTF8.GetString(_line.WrittenSpan));
            _stream.Write(Encoding.UTF8.GetBytes(escaped.ToString()));
        }

        _stream.WriteByte((byte)'\n');
        _line.ResetWrittenCount();
        _json.Reset();
    }
}
