using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Chat.Protocol.Names;

/// <summary>
/// A pattern over whole names, compared as names compare: '*' stands for any number of characters, '?' for one (with its combining marks).
/// Immutable. Matching takes at worst the pattern's length times the name's, and no more memory than the name.
/// </summary>
public sealed class NamePattern
{
    private readonly int[] _foldedSkeleton;
    private readonly int[] _skeletonOfFolded;

    private NamePattern(string pattern)
    {
        using var tokens = new NameTokens();
        tokens.AddPattern(pattern);
        _foldedSkeleton = tokens.FoldedSkeleton.ToArray();
        _skeletonOfFolded = tokens.SkeletonOfFolded.ToArray();
    }

    /// <summary>Takes a pattern.</summary>
    /// <param name="pattern">What a peer or a person gave.</param>
    /// <param name="result">The pattern, or null when it is empty, longer than <see cref="Limits.MaxPattern"/>, or has control characters or halves of surrogate pairs.</param>
    /// <returns>Whether it is a pattern.</returns>
    public static bool TryParse(string? pattern, [NotNullWhen(true)] out NamePattern? result)
    {
        var fits = pattern is { Length: > 0 and <= Limits.MaxPattern } && Encoding.UTF8.GetByteCount(pattern) <= Limits.MaxPattern && UnicodeText.IsPlainText(pattern);
        result = fits ? new NamePattern(pattern!) : null;
        return fits;
    }

    /// <summary>Whether the pattern covers the whole name.</summary>
    /// <param name="name">A name, with its '#' where it has one.</param>
    /// <returns>True when it does.</returns>
    public bool IsMatch(string name)
    {
        using var tokens = new NameTokens();
        tokens.AddName(name);
        return IsMatch(_skeletonOfFolded, tokens.SkeletonOfFolded) || IsMatch(_foldedSkeleton, tokens.FoldedSkeleton);
    }

    // What fails is tried again one further on from the last '*' only: what the earlier ones stand for can stay as short as it is.
    private static bool IsMatch(ReadOnlySpan<int> pattern, ReadOnlySpan<int> name)
    {
        int at = 0, next = 0, retry = -1, retryAt = 0;
        while (next < name.Length)
        {
            if (at < pattern.Length && pattern[at] == NameTokens.Any)
            {
                retry = ++at;
                retryAt = next;
            }
            else if (at < pattern.Length && TryStep(pattern[at], name, ref next))
            {
                at++;
            }
            else if (retry >= 0)
            {
                at = retry;
                next = ++retryAt;
            }
            else
            {
                return false;
            }
        }

        return !pattern[at..].ContainsAnyExcept(NameTokens.Any);
    }

    private static bool TryStep(int token, ReadOnlySpan<int> name, ref int next)
    {
        if (token != NameTokens.One)
        {
            return NameTokens.CodeOf(token) == NameTokens.CodeOf(name[next++]);
        }

        if (!NameTokens.BeginsCharacter(name[next]))
        {
            return false;
        }

        do
        {
            next++;
        }
        while (next < name.Length && !NameTokens.BeginsCharacter(name[next]));
        return true;
    }
}
