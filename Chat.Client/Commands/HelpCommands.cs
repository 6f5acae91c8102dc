using Chat.Client.State;

namespace Chat.Client.Commands;

/// <summary>How to go on, and how to get out.</summary>
internal sealed class HelpCommands(CommandTable table)
{
    private const int TitleCells = 10;

    /// <summary>Where what comes of an example begins, unless one is longer.</summary>
    private const int LeastColumn = 24;
    private const int Gap = 2;
    private const string TextTopic = "text";
    private const string KeysTopic = "keys";

    public IReadOnlyList<Command> All =>
    [
        new("help", "[TOPIC]", "how things are done", HelpAsync)
        {
            Topic = CommandTopic.Program,
            Aliases = ["h"],
            Examples = [("/help", "all commands"), ("/help msg", "one of them, by example"), ("/help text", "how to write text"), ("/help keys", "what keys do")],
        },
        new("quit", "", "leave the chat", QuitAsync)
        {
            Topic = CommandTopic.Program,
            Aliases = ["exit"],
            Examples = [("/quit", "says goodbye once everything typed is sent")],
        },
    ];

    private Task HelpAsync(IChat chat, string argument)
    {
        var topic = argument.TrimStart('/');
        if (topic.Length == 0)
        {
            chat.Show(ChatLine.Of(LineKind.Answer, [.. Overview()]));
        }
        else if (string.Equals(topic, TextTopic, StringComparison.OrdinalIgnoreCase))
        {
            chat.Show(ChatLine.Of(LineKind.Answer, [.. AboutText()]));
        }
        else if (string.Equals(topic, KeysTopic, StringComparison.OrdinalIgnoreCase))
        {
            chat.Show(ChatLine.Of(LineKind.Answer, [.. KeysHelp.Lines]));
        }
        else if (table.Find(topic) is { } command)
        {
            chat.Show(ChatLine.Of(LineKind.Answer, [.. About(command)]));
        }
        else
        {
            var nearest = (Array.Find([TextTopic, KeysTopic], known => Spelling.Distance(topic.ToLowerInvariant(), known) == 1) ?? table.Nearest(topic)) is { } name
                ? DisplayText.Format($" Did you mean /help {name}?")
                : DisplayText.Literal(" /help lists what there is.");
            chat.Show(ChatLine.Error($"There is no help on {topic}.{nearest}"));
        }

        return Task.CompletedTask;
    }

    private static Task QuitAsync(IChat chat, string argument)
    {
        chat.Quit();
        return Task.CompletedTask;
    }

    /// <summary>All commands by what they are for: a page of a terminal of 24 rows.</summary>
    private IEnumerable<DisplayText> Overview()
    {
        yield return DisplayText.Literal("What you type goes to the room in brackets. Commands begin with a slash:");
        foreach (var topic in Enum.GetValues<CommandTopic>())
        {
            var title = $"{topic}";
            var calls = table.All.Where(command => command.Topic == topic).Select(Call);
            yield return DisplayText.Literal($"{title,-TitleCells}{string.Join("  ", calls)}");
        }

        yield return DisplayText.Literal("/help NAME explains one, /help text how to write, /help keys what keys do.");
    }

    private static IEnumerable<DisplayText> About(Command command)
    {
        yield return DisplayText.Literal($"{Call(command)}: {command.Summary}");
        var column = command.Examples.Aggregate(LeastColumn, static (most, example) => Math.Max(most, example.Line.Length + Gap));
        foreach (var (line, meaning) in command.Examples)
        {
            yield return DisplayText.Literal($"  {line.PadRight(column)}{meaning}");
        }

        if (command.Aliases.Count > 0)
        {
            yield return DisplayText.Literal($"  Short for it: {string.Join(", ", command.Aliases.Select(static alias => $"/{alias}"))}");
        }
    }

    private static IEnumerable<DisplayText> AboutText()
    {
        yield return DisplayText.Literal("Type, and press Enter. A message appears once the server has it.");
        yield return DisplayText.Literal("  //etc/hosts             says /etc/hosts: two slashes stand for one");
        yield return DisplayText.Literal("  @bob soup?              bob sees that it is meant for him");
        yield return DisplayText.Literal("  :smile: and Tab         becomes the emoji, and only so; Tab completes nicks, #rooms and /commands too");
        yield return DisplayText.Literal("  Alt+Enter               begins a new line in the message; a paste is one message, and of more than 5 lines it asks first");
        yield return DisplayText.Literal("You see one room at a time, and besides it what is meant for you. Behind the room stands where there is more to read: (#dev:3 @bob:1!) is 3 in #dev, and one of bob for you. Alt+A goes there, /rooms lists all.");
        yield return DisplayText.Literal("While the connection is lost, go on typing: it is kept, and sent in order when the server is back. What cannot be sent then, because the room was made anew meanwhile or you are not let in, is kept too: /unsent, /retry, /drop.");
    }

    private static string Call(Command command) => command.Usage.Length == 0 ? $"/{command.Name}" : $"/{command.Name} {command.Usage}";
}
