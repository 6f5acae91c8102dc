using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Chat.Protocol.Names;

/// <summary>
/// A pattern over whole names, compared as names compare: '*' stands for any number of characters, '?' for one.
/// Immutable. Matching takes time in proportion to the pattern's length times the name's, at worst.
/// </summary>
public sealed class NamePattern
{
    /// <summary>The longest pattern, in bytes of UTF-8.</summary>
    public const int MaxBytes = 64;

    private readonly string _foldedSkeleton;
    private readonly string _skeletonOfFolded;

    private NamePattern(string pattern)
    {
        var key = NameKey.Of(pattern);
        _foldedSkeleton = key.FoldedSkeleton;
        _skeletonOfFolded = key.SkeletonOfFolded;
    }

    /// <summary>Takes a pattern.</summary>
    /// <param name="pattern">What a peer or a person gave.</param>
    /// <param name="result">The pattern, or null when it is empty, longer than <see cref="MaxBytes"/> or no valid text.</param>
    /// <returns>Whether it is a pattern.</returns>
    public static bool TryParse(string? pattern, [NotNullWhen(true)] out NamePattern? result)
    {
        result = pattern is { Length: > 0 and <= MaxBytes } && UnicodeText.IsPlainText(pattern) && Encoding.UTF8.GetByteCount(pattern) <= MaxBytes
            ? new NamePattern(pattern)
            : null;
        return result is not null;
    }

    /// <summary>Whether the pattern covers the whole name.</summary>
    /// <param name="name">A name, with its '#' where it has one.</param>
    /// <returns>True when it does.</returns>
    public bool IsMatch(string name)
    {
        var key = NameKey.Of(name);
        return IsMatch(_skeletonOfFolded, key.SkeletonOfFolded) || IsMatch(_foldedSkeleton, key.FoldedSkeleton);
    }

    private static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, resume = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = n;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
