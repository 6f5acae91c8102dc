namespace Chat.Server.Log.SystemEvents;

/// <summary>A code was made that lets somebody in.</summary>
/// <param name="Time">When, Unix milliseconds.</param>
/// <param name="Code">What it is known by.</param>
/// <param name="Purpose">What it is good for.</param>
/// <param name="User">Whose device it adds; null for other purposes.</param>
/// <param name="Room">The room it leads into; null for none.</param>
/// <param name="Uses">How often it may be used, from 1.</param>
/// <param name="EndsAt">Until when, Unix milliseconds; null for as long as there are uses left.</param>
internal sealed record CodeIssued(long Time, SecretHash Code, CodePurpose Purpose, UserId? User, string? Room, int Uses, long? EndsAt) : SystemEvent(Time);
