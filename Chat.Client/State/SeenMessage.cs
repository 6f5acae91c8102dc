namespace Chat.Client.State;

/// <summary>A message that later ones may refer to.</summary>
/// <param name="Nick">Who said it.</param>
/// <param name="Time">When, in Unix milliseconds.</param>
/// <param name="Text">Its first words, as they came.</param>
internal readonly record struct SeenMessage(string Nick, long Time, string Text)
{
    private readonly Reactions? _reactions;

    public Reactions Reactions
    {
        get => _reactions ?? Reactions.None;
        init => _reactions = value;
    }
}
