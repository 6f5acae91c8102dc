using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>What became of a post: its seq when it is committed, the error when it was refused.</summary>
internal readonly record struct PostOutcome(long Seq, ErrorFrame? Error);
