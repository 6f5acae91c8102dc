namespace Chat.Client.State;

/// <summary>What became of the state, and what there is to show.</summary>
internal readonly record struct Reduction(ChatState State, IReadOnlyList<ChatLine> Lines);
