namespace Chat.Protocol.Names.Unicode;

/// <summary>Properties of single code points.</summary>
internal static class Properties
{
    private const int ValueBits = 8;
    private const int ValueMask = (1 << ValueBits) - 1;

    // Nothing below has a combining class.
    private const int FirstCombining = 0x0300;

    private static readonly SortedStarts CombiningClasses = new(UnicodeTables.CombiningClasses, ValueBits);
    private static readonly SortedStarts NameKinds = new(UnicodeTables.NameKinds, ValueBits);
    private static readonly SortedStarts EmojiKinds = new(UnicodeTables.EmojiKinds, ValueBits);
    private static readonly SortedStarts PrototypesByCompatibility = new(UnicodeTables.PrototypesByCompatibility, ValueBits);

    public static int CombiningClass(int code) => code < FirstCombining ? 0 : Of(CombiningClasses, code);

    public static NameKind NameKindOf(int code) => (NameKind)Of(NameKinds, code);

    public static EmojiKind EmojiKindOf(int code) => (EmojiKind)Of(EmojiKinds, code);

    public static bool IsIgnorable(int code) => (NameKindOf(code) & NameKind.Ignorable) != 0;

    public static bool HasPrototypeByCompatibility(int code) => Of(PrototypesByCompatibility, code) != 0;

    // The first range begins at 0.
    private static int Of(SortedStarts bounds, int code) => bounds[bounds.LastAtMost(code)] & ValueMask;
}
