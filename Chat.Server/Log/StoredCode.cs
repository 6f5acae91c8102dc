namespace Chat.Server.Log;

/// <summary>A code that lets somebody in, as the store knows it.</summary>
/// <param name="Hash">What it is known by.</param>
/// <param name="Purpose">What it is good for.</param>
/// <param name="User">Whose device it adds; null for other purposes.</param>
/// <param name="Room">The room it leads into; null for none.</param>
/// <param name="Uses">How often it may still be used.</param>
/// <param name="IssuedAt">Unix milliseconds.</param>
/// <param name="EndsAt">Unix milliseconds; null for as long as there are uses left.</param>
internal readonly record struct StoredCode(SecretHash Hash, CodePurpose Purpose, UserId? User, string? Room, int Uses, long IssuedAt, long? EndsAt);
