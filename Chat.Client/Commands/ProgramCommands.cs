namespace Chat.Client.Commands;

/// <summary>This program itself.</summary>
internal static class ProgramCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("clear", "", "wipe the screen", ClearAsync)
        {
            Topic = CommandTopic.Program,
            Examples = [("/clear", "what was said is still in /history")],
        },
        new("reconnect", "", "connect anew", ReconnectAsync)
        {
            Topic = CommandTopic.Program,
            Examples = [("/reconnect", "at once, without waiting for the next try")],
        },
    ];

    private static Task ClearAsync(IChat chat, string argument)
    {
        chat.Clear();
        return Task.CompletedTask;
    }

    private static Task ReconnectAsync(IChat chat, string argument)
    {
        chat.Link.Reconnect();
        return Task.CompletedTask;
    }
}
