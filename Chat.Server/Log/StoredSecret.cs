namespace Chat.Server.Log;

/// <summary>A resume secret as the store knows it.</summary>
/// <param name="Hash">What it is known by.</param>
/// <param name="EndedAt">When its session ended, Unix milliseconds; null when it has not, or when the server ended first.</param>
internal readonly record struct StoredSecret(SecretHash Hash, long? EndedAt);
