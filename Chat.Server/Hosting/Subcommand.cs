using System.CommandLine;
using System.CommandLine.Parsing;

namespace Chat.Server.Hosting;

/// <summary>A command as the parser knows it.</summary>
internal sealed class Subcommand
{
    private readonly AdminCommand _admin;
    private readonly Argument<string>? _operand;
    private readonly Argument<string>? _second;
    private readonly (AdminOption Admin, Option Option)[] _options;

    public Subcommand(AdminCommand admin)
    {
        _admin = admin;
        Command = new Command(admin.Name);
        if (admin.Operand is { } operand)
        {
            _operand = new Argument<string>(operand) { Arity = ArgumentArity.ZeroOrOne };
            Command.Arguments.Add(_operand);
        }

        if (admin.FollowedBy.Values.FirstOrDefault() is { } second)
        {
            _second = new Argument<string>(second) { Arity = ArgumentArity.ZeroOrOne };
            Command.Arguments.Add(_second);
        }

        _options = [.. admin.Options.Select(static option => (option, OptionOf(option)))];
        foreach (var (_, option) in _options)
        {
            Command.Options.Add(option);
        }
    }

    public Command Command { get; }

    /// <summary>What it takes, for messages.</summary>
    public string Takes => _admin switch
    {
        { OperandWords: { } words } => $"{string.Join(" or ", words.Select(_admin.Followed))}, or nothing, and options",
        { Operand: { } operand } => $"one {operand} and options",
        _ => "options only",
    };

    /// <summary>The command as it was given.</summary>
    public AdminCall CallOf(ParseResult result)
    {
        var call = new AdminCall(_admin, WordOf(_operand, result)) { Second = WordOf(_second, result) };
        foreach (var (admin, option) in _options)
        {
            if (result.GetResult(option) is { Implicit: false } found)
            {
                call.Add(admin.Flag, [.. found.Tokens.Select(static token => token.Value)]);
            }
        }

        return call;
    }

    /// <summary>What is missing, and what is of use to the server only.</summary>
    public IEnumerable<string> Misused(ParseResult result)
    {
        var call = CallOf(result);
        if (_admin.OperandWords is { } words)
        {
            if (call.Operand is { } word && !words.Contains(word, StringComparer.Ordinal))
            {
                yield return $"{SettingValue.Quoted(word)} is not understood: {_admin.Name} takes {Takes}";
            }
            else if (call.Operand is { } first && _admin.FollowedBy.GetValueOrDefault(first) is var follower && (follower is null) != (call.Second is null))
            {
                yield return follower is null ? $"{SettingValue.Quoted(call.Second!)} is not understood: {_admin.Name} {first} takes options only" : $"{_admin.Name} {first} has no {follower}";
            }
        }
        else if (_admin.Operand is { } operand && string.IsNullOrEmpty(call.Operand))
        {
            yield return $"{_admin.Name} has no {operand}";
        }

        foreach (var option in ((CommandResult)result.CommandResult.Parent!).Children.OfType<OptionResult>())
        {
            if (option is { Implicit: false, Option.Recursive: false })
            {
                yield return Refusal(option.Option.Name);
            }
        }
    }

    /// <summary>Whether it is an option that stands elsewhere, with the server.</summary>
    public static bool IsForTheServer(string name, ParseResult result) => result.RootCommandResult.Command.Options.Any(option => option.Name == name || option.Aliases.Contains(name));

    public string Refusal(string option) => $"{option} is for the server; {_admin.Name} does not take it";

    private static string? WordOf(Argument<string>? argument, ParseResult result) =>
        argument is not null && result.GetResult(argument) is { Tokens: [var word] } ? word.Value : null;

    private static Option OptionOf(AdminOption option) => option switch
    {
        { Placeholder: null } => new Option<bool>(option.Flag) { Arity = ArgumentArity.Zero },
        { IsList: true } => new Option<string[]>(option.Flag) { Arity = ArgumentArity.OneOrMore },
        _ => new Option<string>(option.Flag) { Arity = ArgumentArity.ExactlyOne },
    };
}
