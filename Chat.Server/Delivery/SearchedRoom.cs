namespace Chat.Server.Delivery;

/// <summary>A room to search.</summary>
/// <param name="Name">What the asker calls it.</param>
/// <param name="Head">Up to and including which seq.</param>
internal readonly record struct SearchedRoom(string Name, long Head);
