using System.Text.Json.Serialization;

namespace Chat.Server.Administration.Control;

/// <summary>What a command asks of the house. A field that the other side does not know makes all of it refused, for it may matter.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ControlRequest
{
    public required ControlVerb Verb { get; init; }

    /// <summary>Whom it is about; null where it is about nobody.</summary>
    public string? Nick { get; init; }

    /// <summary>The room that an invitation leads into; null for none.</summary>
    public string? Room { get; init; }

    /// <summary>How often an invitation may be used, from 1.</summary>
    public int Uses { get; init; } = 1;

    /// <summary>How long an invitation is good, in seconds; null for as long as it has uses left.</summary>
    public long? Seconds { get; init; }

    /// <summary>Whether somebody may be renamed for it.</summary>
    public bool MayRename { get; init; }
}
