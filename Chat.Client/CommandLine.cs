using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using Chat.Client.Connection;
using Chat.Client.State;
using Chat.Client.Store;
using Chat.Client.Terminal;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client;

/// <summary>The command line: what it may say, and what it is told when it says something else.</summary>
internal static class CommandLine
{
    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>Makes sense of the arguments and runs the client with them.</summary>
    public static async Task<ExitCode> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, Func<ClientOptions, Task<ExitCode>> run, Func<TrustOptions, Task<ExitCode>> trust)
    {
        var server = new Argument<string>("server") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = static _ => "localhost" };
        var nick = new Option<string?>("--nick", "-n");
        var plaintext = new Option<bool>("--plaintext");
        var plain = new Option<bool>("--plain");
        var colour = new Option<string?>("--color");
        var identity = new Option<string?>("--identity");
        var guest = new Option<bool>("--guest");
        var link = new Option<string?>("--link") { Arity = ArgumentArity.ZeroOrOne };
        var data = new Option<string?>("--data") { Recursive = true };
        var help = new Option<bool>("--help", "-h") { Recursive = true };
        var version = new Option<bool>("--version", "-V");
        var root = new Command("chat") { server, nick, identity, guest, link, plaintext, plain, colour, data, help, version };
        var trusting = new TrustCommand();
        root.Subcommands.Add(trusting.Command);

        // Without an action of its own it would want one of its commands.
        root.SetAction(static _ => { });
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

        if (result.GetValue(help))
        {
            await output.WriteAsync(result.CommandResult.Command == trusting.Command ? HelpText.Trust : HelpText.Text);
            return ExitCode.Done;
        }

        if (result.GetValue(version))
        {
            await output.WriteLineAsync($"chat {Version}");
            return ExitCode.Done;
        }

        if (UnknownOption(result) is { } unknown)
        {
            var known = result.CommandResult.Command.Options.Concat(root.Options).Select(static option => option.Name);
            var meant = Spelling.Nearest(unknown, known) is { } near ? $" Did you mean {near}?" : "";
            return await RefuseAsync(errors, $"There is no option {unknown}.{meant}");
        }

        if (result.Errors.Count > 0)
        {
            return await RefuseAsync(errors, result.Errors[0].Message);
        }

        if (result.CommandResult.Command == trusting.Command)
        {
            return trusting.Read(result, result.GetValue(data), out var unfit) is { } asked ? await trust(asked) : await RefuseAsync(errors, unfit);
        }

        if (!ServerAddress.TryParse(result.GetValue(server)!, out var address, out var wrong))
        {
            return await RefuseAsync(errors, wrong);
        }

        var chosen = result.GetValue(nick);
        if (chosen is not null && !Nick.TryParse(chosen, out _))
        {
            return await RefuseAsync(
                errors, $"{chosen} is no nick: letters, digits, - and _ only, a letter or a digit first, {Limits.MaxNick} at most.");
        }

        if (!TryParseColour(result.GetValue(colour), out var wish))
        {
            return await RefuseAsync(errors, $"--color takes auto, always or never, not {result.GetValue(colour)}.");
        }

        var options = new ClientOptions
        {
            Address = address,
            Nick = chosen,
            Identity = result.GetValue(identity) ?? Identity.DefaultName,
            Guest = result.GetValue(guest),
            Link = result.GetResult(link) is not null,
            LinkCode = result.GetValue(link),
            Plaintext = result.GetValue(plaintext),
            Plain = result.GetValue(plain),
            Colour = wish,
            DataFolder = result.GetValue(data),
        };
        return Contradiction(options, result.GetResult(server) is { Implicit: false }) is { } contradiction
            ? await RefuseAsync(errors, contradiction)
            : await run(options);
    }

    /// <summary>What looks like an option and is none: it is left over, or was taken for a server.</summary>
    private static string? UnknownOption(ParseResult result)
    {
        var taken = result.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).Select(static token => token.Value);
        return taken.Concat(result.UnmatchedTokens).FirstOrDefault(static token => token.StartsWith('-'))?.Split('=')[0];
    }

    /// <summary>What is wrong about options that are right each for itself.</summary>
    private static string? Contradiction(ClientOptions options, bool namesServer) => options switch
    {
        { Identity: var name } when !Identity.IsName(name) => $"{name} is no name of an identity: letters, digits, - and _ only.",
        { LinkCode: { } code } when !namesServer && code.AsSpan().ContainsAny(".:/#") => $"{code} is no code. Name the server first: chat {code} --link",
        { LinkCode: { } code } when !ServerAddress.IsCode(code) => $"{code} is no code: it is what /link shows on your other device.",
        { Link: true, Address.Code: not null } => "There are two codes: the one of the address is an invitation, and --link wants that of /link.",
        { Link: true, Guest: true } => "--link joins a device to a user, and a guest has none: leave --guest out.",
        { Guest: true, Identity: not Identity.DefaultName } => "--guest shows no key, so it needs no identity.",
        { Plaintext: true } when options.Link || options.Address.Code is not null => "A code is a secret, and --plaintext would show it to everybody on the way.",
        _ => null,
    };

    private static bool TryParseColour(string? text, out ColourWish wish)
    {
        wish = text switch
        {
            "always" => ColourWish.Always,
            "never" => ColourWish.Never,
            _ => ColourWish.Auto,
        };
        return text is null or "auto" or "always" or "never";
    }

    private static async Task<ExitCode> RefuseAsync(TextWriter errors, string wrong)
    {
        await errors.WriteLineAsync($"chat: {DisplayText.Of(wrong)}");
        await errors.WriteLineAsync("chat --help shows how it is used.");
        return ExitCode.Usage;
    }
}
