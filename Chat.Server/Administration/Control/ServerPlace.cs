using System.Globalization;
using Chat.Protocol;

namespace Chat.Server.Administration.Control;

/// <summary>Where clients find a server, and by what they know it.</summary>
/// <param name="Host">The address by which most of them reach it, IPv6 in brackets.</param>
/// <param name="Port">Its port.</param>
/// <param name="Pin">The fingerprint of its key.</param>
/// <param name="IsLocal">Whether that address leads nowhere from another machine.</param>
internal sealed record ServerPlace(string Host, int Port, string Pin, bool IsLocal)
{
    /// <summary>Whether no server runs, so that only its settings say where it will be.</summary>
    public bool IsExpected { get; init; }

    /// <summary>Host and port as the client takes them; the default port is left out.</summary>
    public string Address => Port == Limits.DefaultPort ? Host : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>An address with which even a first contact cannot be intercepted. It holds what the client's address may hold, in its form.</summary>
    /// <param name="room">The room to enter, with its <c>#</c>; null for none.</param>
    /// <param name="code">What lets somebody in, which makes the address a secret; null for none.</param>
    public string LinkTo(string? room, string? code) =>
        $"chat://{Address}/{(room is null ? "" : $"#{Uri.EscapeDataString(room[1..])}")}?pin={Pin}{(code is null ? "" : $"&code={code}")}";
}
