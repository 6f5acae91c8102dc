namespace Chat.Server.Log.SystemEvents;

/// <summary>Somebody may not enter, or not speak. It replaces an earlier one of the same kind and place.</summary>
/// <param name="Time">Since when, Unix milliseconds.</param>
/// <param name="Room">Where; null for the whole server.</param>
/// <param name="Restriction">Who, what, and until when.</param>
/// <param name="By">Whose doing it is; null for the operator's own command line.</param>
internal sealed record RestrictionAdded(long Time, LogId? Room, Restriction Restriction, UserId? By) : SystemEvent(Time);
