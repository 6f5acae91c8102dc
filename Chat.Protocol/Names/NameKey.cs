using System.Text;

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
    /// <summary>Whether the two names are the same: one of the forms is equal.</summary>
    /// <param name="other">The other name's key.</param>
    /// <returns>True when the names count as one.</returns>
    public bool Matches(NameKey other) =>
        string.Equals(SkeletonOfFolded, other.SkeletonOfFolded, StringComparison.Ordinal)
        || string.Equals(FoldedSkeleton, other.FoldedSkeleton, StringComparison.Ordinal);

    /// <summary>The key of a text whose length the caller has bounded.</summary>
    internal static NameKey Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return OfAscii(text);
        }

        var compatible = UnicodeText.ToNfkc(text);
        var foldedSkeleton = UnicodeText.CaseFold(UnicodeText.Skeleton(compatible));
        var skeletonOfFolded = UnicodeText.Skeleton(UnicodeText.CaseFold(compatible));
        return string.Equals(foldedSkeleton, skeletonOfFolded, StringComparison.Ordinal)
            ? new NameKey(foldedSkeleton, foldedSkeleton)
            : new NameKey(foldedSkeleton, skeletonOfFolded);
    }

    private static NameKey OfAscii(string text)
    {
        var foldedSkeleton = UnicodeText.CaseFold(UnicodeText.Skeleton(text));
        var skeletonOfFolded = UnicodeText.Skeleton(UnicodeText.CaseFold(text));
        return new NameKey(foldedSkeleton, skeletonOfFolded);
    }
}
