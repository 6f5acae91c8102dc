namespace Chat.Server.Log;

/// <summary>An event that somebody has not read and that speaks to him.</summary>
/// <param name="Room">The log.</param>
/// <param name="Seq">The event.</param>
/// <param name="User">Whom it speaks to.</param>
internal readonly record struct Mention(LogId Room, long Seq, UserId User);
