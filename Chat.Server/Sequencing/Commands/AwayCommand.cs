using Chat.Server.Delivery;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Be away, or back.</summary>
/// <param name="Text">Null for back.</param>
internal sealed record AwayCommand(Subscriber From, uint Id, string? Text) : Command(From, Id);
