using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <summary>What a search found.</summary>
/// <param name="Frame">Hits or an error.</param>
/// <param name="IsCopy">It is not the server's answer: there is no connection, and the copy kept here was looked through.</param>
internal readonly record struct SearchAnswer(Frame Frame, bool IsCopy);
