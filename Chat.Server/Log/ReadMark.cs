namespace Chat.Server.Log;

/// <summary>How far somebody has read a log.</summary>
/// <param name="User">Who.</param>
/// <param name="Room">Which log.</param>
/// <param name="Seq">The newest seq he has read, from 1.</param>
internal readonly record struct ReadMark(UserId User, LogId Room, long Seq);
