using System.Globalization;
using Chat.Protocol;

namespace Chat.Server.Administration;

/// <summary>The words of an export: lines of JSON, each an object; docs/operating.md describes them. Words are never given another meaning.</summary>
internal static class ExportFormat
{
    /// <summary>What the first line says it is.</summary>
    public const string Name = "chat-export";

    public const int Version = 1;

    public const string User = "user";
    public const string Room = "room";
    public const string Conversation = "conversation";
    public const string Event = "event";
    public const string End = "end";

    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly string[] Kinds = ["text", "action", "notice", "edit", "delete", "reaction", "reaction-withdrawn", "topic", "moderation"];

    /// <exception cref="InvalidDataException">It is no kind.</exception>
    public static string Word(EventKind kind) =>
        (int)kind is var number && number >= 0 && number < Kinds.Length ? Kinds[number] : throw new InvalidDataException($"an event is of an unknown kind, {number}");

    public static EventKind? Kind(string word) => Array.IndexOf(Kinds, word) is var number and >= 0 ? (EventKind)number : null;

    /// <summary>ISO 8601, UTC, to the millisecond, which is all that a time has.</summary>
    /// <exception cref="InvalidDataException">It is no time.</exception>
    public static string Time(long milliseconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture);
        }
        catch (ArgumentOutOfRangeException outside)
        {
            throw new InvalidDataException("a time is beyond all years", outside);
        }
    }

    public static long? Time(string text) =>
        DateTimeOffset.TryParseExact(text, TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : null;
}
