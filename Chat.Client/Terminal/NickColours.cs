using System.Collections.Immutable;
using System.Globalization;
using Chat.Protocol.Names;

namespace Chat.Client.Terminal;

/// <summary>
/// A colour for each nick, the same in every run and for every spelling that counts as the same. All of 256 and of true colours are about
/// equally far from black and from white, so that they can be read on either; the sixteen are what the terminal's theme makes of them.
/// </summary>
internal static class NickColours
{
    /// <summary>The contrast with black and with white that each has at least; 4.58 is the most that there is with both.</summary>
    public const double LeastContrast = 3.5;

    private const double MiddleLuminance = 0.179;
    private const int Hues = 48;

    /// <summary>Red is for errors; yellow and white cannot be read on white, nor blue on black.</summary>
    private static readonly ImmutableArray<string> Sixteen = ["32", "35", "36", "92", "95", "96"];

    private static readonly ImmutableArray<string> Indexed =
        [.. Enumerable.Range(16, 216).Where(static i => IsReadable(Cube(i)) && IsVivid(Cube(i))).Select(static i => string.Create(CultureInfo.InvariantCulture, $"38;5;{i}"))];

    private static readonly ImmutableArray<string> True = [.. Enumerable.Range(0, Hues).Select(static i => Code(OfHue(i * 360.0 / Hues)))];

    /// <summary>The parameters of the escape sequence that sets a nick's colour; empty for none.</summary>
    public static string Of(string nick, ColourDepth depth)
    {
        var colours = depth switch
        {
            ColourDepth.Sixteen => Sixteen,
            ColourDepth.Indexed => Indexed,
            ColourDepth.True => True,
            _ => [],
        };
        return colours.IsEmpty ? "" : colours[(int)(Hash(nick) % (uint)colours.Length)];
    }

    /// <summary>The colours of a depth as red, green and blue; for what is not left to a theme.</summary>
    internal static IEnumerable<(int Red, int Green, int Blue)> All(ColourDepth depth) => depth switch
    {
        ColourDepth.Indexed => Enumerable.Range(16, 216).Select(Cube).Where(static colour => IsReadable(colour) && IsVivid(colour)),
        ColourDepth.True => Enumerable.Range(0, Hues).Select(static i => OfHue(i * 360.0 / Hues)),
        _ => [],
    };

    /// <summary>WCAG's contrast between two relative luminances.</summary>
    internal static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    /// <summary>WCAG's relative luminance: 0 for black, 1 for white.</summary>
    internal static double Luminance((int Red, int Green, int Blue) colour)
    {
        return (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));

        static double Linear(int value)
        {
            var share = value / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }

    /// <summary>FNV-1a over what nicks are compared by.</summary>
    private static uint Hash(string nick)
    {
        var compared = Nick.TryParse(nick, out var name) ? name.Key.SkeletonOfFolded : nick;
        var hash = 2_166_136_261;
        foreach (var c in compared)
        {
            hash = unchecked((hash ^ c) * 16_777_619);
        }

        return hash ^ (hash >> 15);
    }

    private static bool IsReadable((int Red, int Green, int Blue) colour) =>
        Luminance(colour) is var luminance && Contrast(luminance, 0) >= LeastContrast && Contrast(luminance, 1) >= LeastContrast;

    private static bool IsVivid((int Red, int Green, int Blue) colour) =>
        Math.Max(colour.Red, Math.Max(colour.Green, colour.Blue)) - Math.Min(colour.Red, Math.Min(colour.Green, colour.Blue)) >= 80;

    /// <summary>The colour of an index in the cube of 6 by 6 by 6.</summary>
    private static (int Red, int Green, int Blue) Cube(int index)
    {
        return (Step((index - 16) / 36), Step((index - 16) / 6 % 6), Step((index - 16) % 6));

        static int Step(int step) => step == 0 ? 0 : 55 + (40 * step);
    }

    /// <summary>The colour of a hue that is as light as it has to be.</summary>
    private static (int Red, int Green, int Blue) OfHue(double hue)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 20; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Luminance(OfHsl(hue, 0.7, middle)) < MiddleLuminance ? (middle, high) : (low, middle);
        }

        return OfHsl(hue, 0.7, low);
    }

    private static (int Red, int Green, int Blue) OfHsl(double hue, double saturation, double lightness)
    {
        return (Channel(0), Channel(8), Channel(4));

        int Channel(int offset)
        {
            var k = (offset + (hue / 30)) % 12;
            var reach = saturation * Math.Min(lightness, 1 - lightness);
            return (int)Math.Round(255 * (lightness - (reach * Math.Max(-1, Math.Min(Math.Min(k - 3, 9 - k), 1)))));
        }
    }

    private static string Code((int Red, int Green, int Blue) colour) =>
        string.Create(CultureInfo.InvariantCulture, $"38;2;{colour.Red};{colour.Green};{colour.Blue}");
}
