using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>What was said before in a room.</summary>
/// <param name="Frame">A page or an error.</param>
/// <param name="IsWholeOffline">Null when it is as the server has it. Without a connection it is what is kept here: true when that is as much as was asked for.</param>
internal readonly record struct HistoryAnswer(Frame Frame, bool? IsWholeOffline);
