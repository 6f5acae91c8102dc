using System.Text;
using Chat.Protocol.Names.Unicode;

namespace Chat.Protocol.Names;

/// <summary>
/// What names are compared by. Of a name's NFKC form it holds the UTS-39 skeleton with case folded, and the skeleton of the
/// case-folded form; two names are the same when either pair is equal. So "ian" meets "Ian" by the second and "alice" meets "aIice" by the first.
/// </summary>
/// <remarks>
/// Sameness is not transitive ("ian" is "Ian", "Ian" is "lan", "ian" is not "lan"), so a key is no dictionary key of its own:
/// use <see cref="NameIndex{TValue}"/>. The record's own equality means that both forms are equal.
/// </remarks>
/// <param name="FoldedSkeleton">The skeleton, then case-folded.</param>
/// <param name="SkeletonOfFolded">Case-folded, then the skeleton.</param>
public readonly record struct NameKey(string FoldedSkeleton, string SkeletonOfFolded)
{
    private const int MaxAsciiLength = AsciiName.MaxExpansion * Limits.MaxRoom;

    /// <summary>Whether the two names are the same: one of the forms is equal.</summary>
    /// <param name="other">The other name's key.</param>
    /// <returns>True when the names count as one.</returns>
    public bool Matches(NameKey other) =>
        string.Equals(SkeletonOfFolded, other.SkeletonOfFolded, StringComparison.Ordinal)
        || string.Equals(FoldedSkeleton, other.FoldedSkeleton, StringComparison.Ordinal);

    /// <summary>The key of what <see cref="NameRules"/> takes for a name.</summary>
    internal static NameKey Of(string name) => Ascii.IsValid(name) ? OfAscii(name) : OfAny(name);

    /// <summary>The key of a name in the usual way, without the short cut that ASCII has.</summary>
    internal static NameKey OfAny(string name)
    {
        using var text = new CodePoints(name.Length);
        using var compatible = new CodePoints(name.Length);
        using var between = new CodePoints(name.Length);
        using var scratch = new CodePoints(name.Length);
        text.Add(name);
        Normalizer.ToNfkc(text.Span, compatible);

        Confusables.ToSkeleton(compatible.Span, scratch, between);
        text.Truncate(0);
        CaseFolding.Fold(between.Span, text);
        var foldedSkeleton = text.ToString(name);

        between.Truncate(0);
        CaseFolding.Fold(compatible.Span, between);
        Confusables.ToSkeleton(between.Span, scratch, text);
        return new NameKey(foldedSkeleton, text.ToString(foldedSkeleton));
    }

    private static NameKey OfAscii(string name)
    {
        Span<char> foldedSkeleton = stackalloc char[MaxAsciiLength];
        Span<char> skeletonOfFolded = stackalloc char[MaxAsciiLength];
        int folded = 0, skeleton = 0;
        foreach (var c in name)
        {
            folded += AsciiName.FoldSkeleton(c, foldedSkeleton[folded..]);
            skeleton += AsciiName.SkeletonOfFolded(c, skeletonOfFolded[skeleton..]);
        }

        var first = TextOf(foldedSkeleton[..folded], name);
        return new NameKey(first, TextOf(skeletonOfFolded[..skeleton], first));
    }

    private static string TextOf(ReadOnlySpan<char> key, string known) => key.SequenceEqual(known) ? known : key.ToString();
}
