using System.Diagnostics.CodeAnalysis;

namespace Chat.Protocol.Names;

/// <summary>
/// Values by name, no two of them under names that count as the same. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Both forms of a key are taken by a value, so a name can clash with two values at once (with "ian" and "lan" in it, "Ian" is either).
/// </remarks>
/// <typeparam name="TValue">What is named.</typeparam>
public sealed class NameIndex<TValue>
{
    private readonly Dictionary<string, Entry> _byFoldedSkeleton = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _bySkeletonOfFolded = new(StringComparer.Ordinal);

    /// <summary>How many values there are.</summary>
    public int Count => _bySkeletonOfFolded.Count;

    /// <summary>The values, in no promised order. Not to be enumerated while the index is changed.</summary>
    public IEnumerable<TValue> Values => _bySkeletonOfFolded.Values.Select(static entry => entry.Value);

    /// <summary>Adds a value unless its name, or one that counts as the same, is taken.</summary>
    /// <param name="key">The name's key.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when either form of the key is taken; nothing is changed then.</returns>
    public bool TryAdd(NameKey key, TValue value)
    {
        if (_byFoldedSkeleton.ContainsKey(key.FoldedSkeleton))
        {
            return false;
        }

        var entry = new Entry(key, value);
        if (!_bySkeletonOfFolded.TryAdd(key.SkeletonOfFolded, entry))
        {
            return false;
        }

        _byFoldedSkeleton.Add(key.FoldedSkeleton, entry);
        return true;
    }

    /// <summary>Removes what was added under this very key; one that only counts as the same removes nothing.</summary>
    /// <param name="key">The key it was added under.</param>
    /// <returns>Whether there was such a value.</returns>
    public bool Remove(NameKey key)
    {
        if (!_bySkeletonOfFolded.TryGetValue(key.SkeletonOfFolded, out var entry) || entry.Key != key)
        {
            return false;
        }

        _bySkeletonOfFolded.Remove(key.SkeletonOfFolded);
        _byFoldedSkeleton.Remove(key.FoldedSkeleton);
        return true;
    }

    /// <summary>
    /// Finds the value whose name counts as the same. Where two do, the one that differs in case is found, not the one that only looks alike.
    /// </summary>
    /// <param name="key">The key of the name asked for.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(NameKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_bySkeletonOfFolded.TryGetValue(key.SkeletonOfFolded, out var entry)
            || _byFoldedSkeleton.TryGetValue(key.FoldedSkeleton, out entry))
        {
            value = entry.Value;
            return true;
        }

        value = default;
        return false;
    }

    private sealed record Entry(NameKey Key, TValue Value);
}
