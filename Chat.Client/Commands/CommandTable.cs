using Chat.Client.State;

namespace Chat.Client.Commands;

/// <summary>All slash commands, by name and alias.</summary>
internal sealed class CommandTable
{
    private readonly Dictionary<string, Command> _byName = new(StringComparer.OrdinalIgnoreCase);

    public CommandTable()
    {
        All =
        [
            .. MessageCommands.All, .. ReferenceCommands.All, .. new SearchCommands().All, .. OutboxCommands.All,
            .. RoomCommands.All, .. PeopleCommands.All, .. IgnoreCommands.All, .. ModerationCommands.All,
            .. new DeviceCommands().All, .. ProgramCommands.All, .. new HelpCommands(this).All,
        ];
        foreach (var command in All)
        {
            foreach (var name in (string[])[command.Name, .. command.Aliases])
            {
                _byName.Add(name, command);
            }
        }
    }

    public IReadOnlyList<Command> All { get; }

    public Command? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a typed line may be kept on disk: not when it holds a secret, nor when it is a command that may be one, mistyped.</summary>
    public bool MayKeep(string line) => TypedLine.Of(line) is not TypedLine.Call call || Find(call.Name) is { TakesSecret: false };

    /// <summary>Runs a command; an unknown one is an error that names the nearest, and is never sent as text.</summary>
    public Task RunAsync(IChat chat, TypedLine.Call call)
    {
        if (Find(call.Name) is { } command)
        {
            return command.Usage.Length == 0 && call.Argument.Length > 0
                ? chat.Misused($"/{command.Name}, with nothing behind it; /help {command.Name} tells more")
                : command.Run(chat, call.Argument);
        }

        var nearest = Nearest(call.Name) is { } name ? DisplayText.Format($" Did you mean /{name}?") : DisplayText.Literal(" /help lists them.");
        chat.Show(ChatLine.Error($"There is no command /{call.Name}.{nearest} To say it as text, begin with two slashes."));
        return Task.CompletedTask;
    }

    /// <summary>The known name that a mistyped one is nearest to; null when none is near.</summary>
    public string? Nearest(string typed)
    {
        if (typed.Length is 0 or > 20)
        {
            return null;
        }

        typed = typed.ToLowerInvariant();
        string? nearest = null;
        var least = (typed.Length <= 3 ? 1 : 2) + 1;
        foreach (var name in _byName.Keys.Order(StringComparer.Ordinal))
        {
            var distance = typed.Length >= 2 && name.StartsWith(typed, StringComparison.Ordinal) ? 0 : Spelling.Distance(typed, name);
            if (name.Length > 1 && distance < least)
            {
                least = distance;
                nearest = name;
            }
        }

        return nearest;
    }
}
