using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client.Connection;

/// <summary>Which server, and where in it: <c>[chat://]HOST[:PORT][/#room][?pin=SHA256:…&amp;code=…]</c>; the room may stand last, too.</summary>
/// <param name="Host">A name or an address; IPv6 without its brackets.</param>
/// <param name="Room">The room to enter, with its <c>#</c>; null: none is named.</param>
/// <param name="Pin">The fingerprint that the server's key must have; null: as it was met.</param>
/// <param name="Code">An invitation, to be said at first contact; a secret.</param>
internal sealed record ServerAddress(string Host, int Port, string? Room = null, string? Pin = null, string? Code = null)
{
    private const string Scheme = "chat://";

    /// <summary>Under what it is known: host and port, in small letters.</summary>
    public string Key => $"{BracketedHost.ToLowerInvariant()}:{Port.ToString(CultureInfo.InvariantCulture)}";

    private string BracketedHost => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;

    /// <summary>Reads an address.</summary>
    /// <param name="text">What a person gave.</param>
    /// <param name="address">The address.</param>
    /// <param name="error">What is wrong with it, as a sentence.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServerAddress? address, [NotNullWhen(false)] out string? error)
    {
        address = null;
        var rest = text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..] : text;
        if (rest.Contains("://", StringComparison.Ordinal))
        {
            error = $"{text} is no chat address: it begins with chat:// or with the host.";
            return false;
        }

        var end = rest.AsSpan().IndexOfAny('/', '#', '?');
        var place = end < 0 ? "" : rest[end..];
        if (!TryParseHost(end < 0 ? rest : rest[..end], out var host, out var port, out error))
        {
            return false;
        }

        var parsed = new ServerAddress(host, port);
        if (!TryParsePlace(place, ref parsed, out error))
        {
            return false;
        }

        address = parsed;
        return true;
    }

    /// <summary>Whether that can be a code: no server takes a longer one, or one with other characters than can be read aloud.</summary>
    public static bool IsCode(string text) =>
        text.Length is > 0 and <= Limits.MaxCode && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~');

    /// <summary>Host and port, as the address is shown; nothing of it is secret.</summary>
    public override string ToString() =>
        Port == Limits.DefaultPort ? Host : $"{BracketedHost}:{Port.ToString(CultureInfo.InvariantCulture)}";

    private static bool TryParseHost(string text, out string host, out int port, [NotNullWhen(false)] out string? error)
    {
        port = Limits.DefaultPort;
        error = null;
        var portText = "";
        if (text.StartsWith('['))
        {
            var close = text.IndexOf(']', StringComparison.Ordinal);
            host = close > 0 ? text[1..close] : text;
            portText = close > 0 ? text[(close + 1)..] : "";
            if (!host.Contains(':', StringComparison.Ordinal) || !IPAddress.TryParse(host, out _) || (portText.Length > 0 && portText[0] != ':'))
            {
                error = $"{text} is no IPv6 address: write it as [::1] or [::1]:{Limits.DefaultPort}.";
                return false;
            }
        }
        else if (IPAddress.TryParse(text, out var literal) && literal.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            host = text;
        }
        else
        {
            var colon = text.LastIndexOf(':');
            host = colon < 0 ? text : text[..colon];
            portText = colon < 0 ? "" : text[colon..];
            host = host.Length == 0 ? "localhost" : host;
            if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            {
                error = $"{host} is no host name.";
                return false;
            }
        }

        if (portText.Length > 0
            && (!int.TryParse(portText.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65_535))
        {
            error = $"{portText[1..]} is no port: it is a number from 1 to 65535.";
            return false;
        }

        return true;
    }

    /// <summary>Reads what comes after the host: a path or a fragment names the room, the query the rest, and either may come first.</summary>
    private static bool TryParsePlace(string text, ref ServerAddress address, [NotNullWhen(false)] out string? error)
    {
        var query = text.IndexOf('?', StringComparison.Ordinal);
        var fragment = query < 0 ? -1 : text.IndexOf('#', query);
        var fields = query < 0 ? "" : fragment < 0 ? text[(query + 1)..] : text[(query + 1)..fragment];
        var before = query < 0 ? text : text[..query];
        var after = fragment < 0 ? "" : text[fragment..];
        if (!TryParseRoom(before.TrimStart('/'), ref address, out error) || !TryParseRoom(after, ref address, out error))
        {
            return false;
        }

        foreach (var field in fields.Split('&'))
        {
            var value = Uri.UnescapeDataString(field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            if (field.StartsWith("pin=", StringComparison.Ordinal))
            {
                if (!ServerKey.TryParse(value, out var hash))
                {
                    error = "The pin in the address is no fingerprint: it looks like SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU.";
                    return false;
                }

                address = address with { Pin = ServerKey.Fingerprint(hash) };
            }
            else if (field.StartsWith("code=", StringComparison.Ordinal))
            {
                if (!IsCode(value))
                {
                    error = "The code in the address is none: it was not copied whole, or something else came along.";
                    return false;
                }

                address = address with { Code = value };
            }
        }

        return true;
    }

    private static bool TryParseRoom(string text, ref ServerAddress address, [NotNullWhen(false)] out string? error)
    {
        error = null;
        var name = Uri.UnescapeDataString(text);
        if (name.Length == 0 || name == "#")
        {
            return true;
        }

        var room = name[0] == '#' ? name : $"#{name}";
        if (!RoomName.TryParse(room, out _))
        {
            error = $"{room} is no name of a room: after the # come letters, digits, and - _ . only.";
            return false;
        }

        address = address with { Room = room };
        return true;
    }
}
