using CsCheck;

namespace Chat.Tests.Protocol.Names;

/// <summary>Texts made of the parts of Unicode where something happens.</summary>
internal static class UnicodeTexts
{
    private static readonly Gen<int> CodePoint = Gen.OneOf(
        Gen.Int[' ', '~'],
        Gen.Int[0xA0, 0x24F],
        Gen.Int[0x250, 0x36F],
        Gen.Int[0x300, 0x36F],
        Gen.Int[0x370, 0x7FF],
        Gen.Int[0x900, 0xFFF],
        Gen.Int[0x1100, 0x11FF],
        Gen.Int[0x1AB0, 0x1FFF],
        Gen.Int[0x2000, 0x21FF],
        Gen.Int[0x3000, 0x33FF],
        Gen.Int[0xAC00, 0xD7A3],
        Gen.Int[0xF900, 0xFFFD],
        Gen.Int[0x10000, 0x11FFF],
        Gen.Int[0x1D100, 0x1D7FF],
        Gen.Int[0x1F000, 0x1FAFF],
        Gen.Int[0x2F800, 0x2FA1D]);

    public static Gen<string> Text { get; } = CodePoint.Select(char.ConvertFromUtf32).Array[0, 24].Select(string.Concat);

    /// <summary>Texts of which many are fit to be a nick.</summary>
    public static Gen<string> Name { get; } = CodePoint.Select(char.ConvertFromUtf32).Array[1, 3].Select(string.Concat);
}
