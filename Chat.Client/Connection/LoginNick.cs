using System.Text;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client.Connection;

/// <summary>A nick for somebody who has named none.</summary>
internal static class LoginNick
{
    private const string Nobody = "guest";

    /// <summary>The login name with what no nick may hold taken out.</summary>
    public static string Of(string login)
    {
        var fit = new StringBuilder();
        var count = 0;
        foreach (var rune in login.EnumerateRunes())
        {
            var inside = fit.Length == 0 ? $"{rune}" : $"a{rune}";
            if (count < Limits.MaxNick && Nick.TryParse(inside, out _))
            {
                fit.Append(rune.ToString());
                count++;
            }
        }

        return Nick.TryParse(fit.ToString(), out var nick) ? nick.Text : Nobody;
    }
}
