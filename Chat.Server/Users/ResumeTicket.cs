namespace Chat.Server.Users;

/// <summary>What a resume secret stands for.</summary>
/// <param name="User">The guest who goes on.</param>
/// <param name="EndedAt">Unix milliseconds of the session's end; null while it lives.</param>
internal sealed record ResumeTicket(User User, long? EndedAt);
