using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Chat.Server.Diagnostics;

namespace Chat.Server.Hosting;

/// <summary>Reads the values of settings. Each method gives the value, or null and what is wrong.</summary>
internal static class SettingValue
{
    /// <summary>A whole number within bounds, digits only.</summary>
    public static int? Number(string text, int lowest, int highest, out string? problem)
    {
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest;
        problem = read ? null : string.Create(CultureInfo.InvariantCulture, $"{Quoted(text)} is not a number from {lowest} to {highest}");
        return read ? number : null;
    }

    /// <summary>One of a few words.</summary>
    public static T? Choice<T>(string text, IReadOnlyDictionary<string, T> choices, out string? problem)
        where T : struct
    {
        var known = choices.TryGetValue(text, out var value);
        problem = known ? null : $"{Quoted(text)} is not one of: {string.Join(", ", choices.Keys)}";
        return known ? value : null;
    }

    /// <summary>
    /// An IP address in its usual form, an IPv6 one with or without brackets. The old short forms of IPv4 are refused: <c>10.1</c> is more likely a slip
    /// than 10.0.0.1.
    /// </summary>
    public static IPAddress? Address(string text, out string? problem)
    {
        var bare = text is ['[', .. var inside, ']'] ? inside : text;
        if (IPAddress.TryParse(bare, out var address) && !bare.Contains('[', StringComparison.Ordinal)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == bare))
        {
            problem = null;
            return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        }

        problem = IPEndPoint.TryParse(text, out _) && text.Contains(':', StringComparison.Ordinal)
            ? $"{Quoted(text)} has a port; that is given by --port"
            : $"{Quoted(text)} is not an IP address of this machine, such as 192.168.1.20 or ::1";
        return null;
    }

    /// <summary>A path, made absolute; <c>~/</c> is the home folder, which no shell has put in for a file or for the environment.</summary>
    public static string? FullPath(string text, out string? problem)
    {
        try
        {
            problem = null;
            return Path.GetFullPath(text is "~" || text.StartsWith("~/", StringComparison.Ordinal) ? Home() + text[1..] : text);
        }
        catch (Exception error) when (error is ArgumentException or IOException or NotSupportedException)
        {
            problem = $"{Quoted(text)} is not a path";
            return null;
        }
    }

    /// <summary>A name to be shown: printable, not blank at its ends, at most <paramref name="maxBytes"/> of UTF-8.</summary>
    public static string? Name(string text, int maxBytes, out string? problem)
    {
        problem = Escape.IndexOfUnsafe(text) >= 0 ? $"{Quoted(text)} holds characters that cannot be shown"
            : text.Trim().Length != text.Length || text.Length == 0 ? $"{Quoted(text)} begins or ends with a blank, or is nothing else"
            : Encoding.UTF8.GetByteCount(text) > maxBytes ? string.Create(CultureInfo.InvariantCulture, $"{Quoted(text)} is longer than {maxBytes} bytes")
            : null;
        return problem is null ? text : null;
    }

    /// <summary>A value as messages show it.</summary>
    public static string Quoted(string text) => $"'{Escape.Text(text, 80)}'";

    private static string Home() => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
}
