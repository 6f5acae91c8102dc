using System.CommandLine;
using System.CommandLine.Parsing;
using Chat.Server.Diagnostics;

namespace Chat.Server.Hosting;

/// <summary>What was asked for on the command line.</summary>
internal sealed record CommandLine
{
    /// <summary>The name of the program in messages and help.</summary>
    public const string Program = "chatd";

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

    /// <summary>What cannot be understood, a line each.</summary>
    public required IReadOnlyList<string> Errors { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments, without the program's name.</param>
    /// <returns>What was asked for; where <see cref="Errors"/> are, only they and <see cref="Help"/> mean anything.</returns>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var help = new Option<bool>("--help", "-h") { Arity = ArgumentArity.Zero };
        var version = new Option<bool>("--version", "-V") { Arity = ArgumentArity.Zero };
        var check = new Option<bool>("--check") { Arity = ArgumentArity.Zero };
        var config = new Option<string>("--config");
        var settings = Hosting.Settings.All.Select(setting => (setting, option: Option(setting))).ToArray();
        var command = new Command(Program);
        foreach (var option in settings.Select(pair => pair.option).Concat([config, check, help, version]))
        {
            command.Options.Add(option);
        }

        // A value may begin with @; it is not the name of a file with more arguments.
        var result = command.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        var given = new GivenSettings();
        foreach (var (setting, option) in settings)
        {
            if (result.GetResult(option) is { Tokens.Count: > 0 } found)
            {
                given.Add(setting, [.. found.Tokens.Select(token => token.Value)], setting.Flag);
            }
        }

        return new CommandLine
        {
            Help = IsGiven(result, help),
            Version = IsGiven(result, version),
            Check = IsGiven(result, check),
            ConfigFile = result.GetResult(config) is { Tokens: [var file, ..] } ? file.Value : null,
            Settings = given,
            Errors = [.. Misread(result), .. Unknown(result, command)],
        };
    }

    private static Option Option(Setting setting) => setting.IsList
        ? new Option<string[]>(setting.Flag) { Arity = ArgumentArity.OneOrMore }
        : new Option<string>(setting.Flag) { Arity = ArgumentArity.ExactlyOne };

    private static bool IsGiven(ParseResult result, Option option) => result.GetResult(option) is { Implicit: false };

    /// <summary>Options without their value, or with too many.</summary>
    private static IEnumerable<string> Misread(ParseResult result)
    {
        foreach (var option in result.CommandResult.Children.OfType<OptionResult>())
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

        bool IsOption(string text) => text is ['-', _, ..] && result.CommandResult.Command.Options.Any(option => option.Name == text || option.Aliases.Contains(text));
    }

    /// <summary>What is no option. A bare word after an unknown option is taken for its value.</summary>
    private static IEnumerable<string> Unknown(ParseResult result, Command command)
    {
        var names = command.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToArray();
        var unknown = result.UnmatchedTokens.Where(token => token.StartsWith('-')).ToArray();
        foreach (var token in unknown)
        {
            var nearest = Nearest.To(token.Split('=')[0], names);
            yield return $"there is no option {SettingValue.Quoted(token)}{(nearest is null ? string.Empty : $"; did you mean {nearest}?")}";
        }

        if (unknown.Length == 0 && result.UnmatchedTokens is [var word, ..])
        {
            yield return $"{SettingValue.Quoted(word)} is not understood: {Program} takes options only";
        }
    }
}
