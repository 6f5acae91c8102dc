using System.CommandLine;
using Chat.Client.Connection;
using Chat.Protocol;

namespace Chat.Client;

/// <summary>How <c>chat trust</c> is written.</summary>
internal sealed class TrustCommand
{
    public const string Name = "trust";

    private readonly Argument<string?> _server = new("server") { Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _fingerprint = new("--fingerprint");
    private readonly Option<bool> _yes = new("--yes", "-y");
    private readonly Option<bool> _list = new("--list");
    private readonly Option<string?> _forget = new("--forget");

    public TrustCommand() => Command = new Command(Name) { _server, _fingerprint, _yes, _list, _forget };

    public Command Command { get; }

    /// <summary>Makes sense of what was given; null, with what is wrong, when there is none.</summary>
    public TrustOptions? Read(ParseResult result, string? data, out string wrong)
    {
        wrong = "";
        var options = new TrustOptions { Yes = result.GetValue(_yes), List = result.GetValue(_list), DataFolder = data };
        var server = result.GetValue(_server);
        var forget = result.GetValue(_forget);
        if ((server is null ? 0 : 1) + (forget is null ? 0 : 1) + (options.List ? 1 : 0) != 1)
        {
            wrong = "chat trust takes a server, or --list, or --forget SERVER.";
            return null;
        }

        if (result.GetValue(_fingerprint) is { } text)
        {
            if (server is null || !ServerKey.TryParse(text, out var hash))
            {
                wrong = server is null ? "--fingerprint goes with a server." : $"{text} is no fingerprint: it looks like SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU.";
                return null;
            }

            options = options with { Fingerprint = ServerKey.Fingerprint(hash) };
        }

        if ((server ?? forget) is not { } place)
        {
            return options;
        }

        if (!ServerAddress.TryParse(place, out var address, out var error))
        {
            wrong = error;
            return null;
        }

        return server is null ? options with { Forget = address } : options with { Address = address };
    }
}
