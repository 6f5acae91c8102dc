using System.CommandLine;
using System.Reflection;
using Chat.Client.Connection;
using Chat.Client.State;
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
        IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, Func<ClientOptions, Task<ExitCode>> run)
    {
        var server = new Argument<string>("server") { Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = static _ => "localhost" };
        var nick = new Option<string?>("--nick", "-n");
        var plaintext = new Option<bool>("--plaintext");
        var plain = new Option<bool>("--plain");
        var data = new Option<string?>("--data");
        var help = new Option<bool>("--help", "-h");
        var version = new Option<bool>("--version", "-V");
        var root = new Command("chat") { server, nick, plaintext, plain, data, help, version };
        var result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });

        if (result.GetValue(help))
        {
            await output.WriteAsync(HelpText.Text);
            return ExitCode.Done;
        }

        if (result.GetValue(version))
        {
            await output.WriteLineAsync($"chat {Version}");
            return ExitCode.Done;
        }

        if (result.Errors.Count > 0)
        {
            return await RefuseAsync(errors, result.Errors[0].Message);
        }

        if (result.GetValue(server) is ['-', ..] option)
        {
            return await RefuseAsync(errors, $"There is no option {option}.");
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

        return await run(new ClientOptions
        {
            Address = address,
            Nick = chosen,
            Plaintext = result.GetValue(plaintext),
            Plain = result.GetValue(plain),
            DataFolder = result.GetValue(data),
        });
    }

    private static async Task<ExitCode> RefuseAsync(TextWriter errors, string wrong)
    {
        await errors.WriteLineAsync($"chat: {DisplayText.Of(wrong)}");
        await errors.WriteLineAsync("chat --help shows how it is used.");
        return ExitCode.Usage;
    }
}
