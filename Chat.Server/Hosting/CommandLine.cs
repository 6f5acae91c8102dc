using System.CommandLine;
using System.CommandLine.Parsing;
using Chat.Server.Diagnostics;

namespace Chat.Server.Hosting;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CommandLine
{
    /// <summary>The name of the program in messages and help.</summary>
    public const string Program = "chatd";

    /// <summary>The one setting that all commands need.</summary>
    public const string DataKey = "data";

    /// <summary>Help is wanted; nothing else counts.</summary>
    public bool Help { get; private init; }

    /// <summary>The version is wanted.</summary>
    public bool Version { get; private init; }

    /// <summary>The settings are to be validated and shown, the server not to be started.</summary>
    public bool Check { get; private init; }

    /// <summary>The settings file, as it was given; null when none was.</summary>
    public string? ConfigFile { get; private init; }

    /// <summary>The settings given by flags.</summary>
    public required GivenSettings Settings { get; init; }

    /// <summary>The command that was given; null for the server itself.</summary>
    public AdminCall? Call { get; private init; }

    /// <summary>What cannot be understood, a line each.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <returns>What was asked for; where <see cref="Errors"/> are, only they and <see cref="Help"/> mean anything.</returns>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var help = new Option<bool>("--help", "-h") { Arity = ArgumentArity.Zero, Recursive = true };
        var version = new Option<bool>("--version", "-V") { Arity = ArgumentArity.Zero };
        var check = new Option<bool>("--check") { Arity = ArgumentArity.Zero };
        var config = new Option<string>("--config") { Recursive = true };
        var settings = Hosting.Settings.All.Select(setting => (setting, option: Option(setting))).ToArray();
        var root = new Command(Program);
        foreach (var option in settings.Select(pair => pair.option).Concat([config, check, help, version]))
        {
            root.Options.Add(option);
        }

        var commands = AdminCommands.All.ToDictionary(static command => command.Name, static command => new Subcommand(command), StringComparer.Ordinal);
        foreach (var command in commands.Values)
        {
            root.Subcommands.Add(command.Command);
        }

        // A value may begin with @; it is not the name of a file with more arguments.
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var given = new GivenSettings();
        foreach (var (setting, option) in settings)
        {
            if (result.GetResult(option) is { Tokens.Count: > 0 } found)
            {
                given.Add(setting, [.. found.Tokens.Select(token => token.Value)], setting.Flag);
            }
        }

        var subcommand = commands.GetValueOrDefault(result.CommandResult.Command.Name);
        return new CommandLine
        {
            Help = IsGiven(result, help),
            Version = IsGiven(result, version),
            Check = IsGiven(result, check),
            ConfigFile = result.GetResult(config) is { Tokens: [var file, ..] } ? file.Value : null,
            Settings = given,
            Call = subcommand?.CallOf(result),
            Errors = [.. Misread(result), .. Unknown(result, subcommand), .. subcommand?.Misused(result) ?? []],
        };
    }

    private static Option Option(Setting setting) => setting.IsList
        ? new Option<string[]>(setting.Flag) { Arity = ArgumentArity.OneOrMore }
        : new Option<string>(setting.Flag) { Arity = ArgumentArity.ExactlyOne, Recursive = setting.Key == DataKey };

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Options without their value, or with too many.</summary>
    private static IEnumerable<string> Misread(ParseResult result)
    {
        foreach (var option in Chain(result).SelectMany(static part => part.Children).OfType<OptionResult>())
        {
            var name = option.Option.Name;
            if (option.Tokens.FirstOrDefault(token => IsOption(token.Value)) is { } swallowed)
            {
                yield return $"{name} has no value before {swallowed.Value}";
            }
            else
            {
                foreach (var error in option.Errors)
                {
                    yield return option.Tokens.Count switch
                    {
                        0 => $"{name} has no value",
                        1 => Escape.Text(error.Message),
                        _ => $"{name} is given more than once",
                    };
                }
            }
        }

        bool IsOption(string text) => text is ['-', _, ..] && OptionsOf(result).Any(option => option.Name == text || option.Aliases.Contains(text));
    }

    /// <summary>What is no option and no command. A bare word after an unknown option is taken for its value.</summary>
    private static IEnumerable<string> Unknown(ParseResult result, Subcommand? subcommand)
    {
        var names = OptionsOf(result).SelectMany(option => option.Aliases.Append(option.Name)).ToArray();
        var unknown = result.UnmatchedTokens.Where(token => token.StartsWith('-')).ToArray();
        foreach (var token in unknown)
        {
            var name = token.Split('=')[0];
            yield return subcommand is not null && Subcommand.IsForTheServer(name, result)
                ? subcommand.Refusal(name)
                : $"there is no option {SettingValue.Quoted(token)}{Meant(Nearest.To(name, names))}";
        }

        if (unknown.Length == 0 && result.UnmatchedTokens is [var word, ..])
        {
            yield return subcommand is not null
                ? $"{SettingValue.Quoted(word)} is not understood: {subcommand.Command.Name} takes {subcommand.Takes}"
                : $"there is no command {SettingValue.Quoted(word)}{Meant(Nearest.To(word, AdminCommands.All.Select(static command => command.Name)))}";
        }

        static string Meant(string? nearest) => nearest is null ? string.Empty : $"; did you mean {nearest}?";
    }

    /// <summary>The command and what it is a command of.</summary>
    private static IEnumerable<CommandResult> Chain(ParseResult result)
    {
        for (SymbolResult? part = result.CommandResult; part is CommandResult command; part = part.Parent)
        {
            yield return command;
        }
    }

    private static IEnumerable<Option> OptionsOf(ParseResult result)
    {
        foreach (var part in Chain(result))
        {
            foreach (var option in part.Command.Options)
            {
                if (part == result.CommandResult || option.Recursive)
                {
                    yield return option;
                }
            }
        }
    }
}
