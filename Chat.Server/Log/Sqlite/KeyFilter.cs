using System.Numerics;

namespace Chat.Server.Log.Sqlite;

/// <summary>
/// A Bloom filter over all keys in the index: nearly every post has a new key, and this says so without a look at the disk. Until it is complete it says
/// nothing. Any thread may ask; bits are only ever set.
/// </summary>
internal sealed class KeyFilter
{
    /// <summary>Bits for each key: with 4 of them set, one key in 400 is looked up for nothing.</summary>
    private const int BitsPerKey = 16;

    private const int Probes = 4;
    private const int LeastBits = 1 << 20;

    /// <summary>64 MB, which is full at some 30 million keys; beyond it more is looked up for nothing.</summary>
    private const int MostBits = 1 << 29;

    private readonly ulong[] _bits;
    private readonly ulong _mask;
    private volatile bool _isComplete;

    /// <param name="keys">How many keys it is for.</param>
    public KeyFilter(long keys)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(keys * BitsPerKey, LeastBits, MostBits));
        _bits = new ulong[bits / 64];
        _mask = bits - 1;
        Capacity = bits >= MostBits ? long.MaxValue : (long)bits / BitsPerKey;
    }

    /// <summary>How many keys fit before a larger one pays.</summary>
    public long Capacity { get; }

    /// <summary>All keys of the index are in it.</summary>
    public void Complete() => _isComplete = true;

    public void Add(PostKey key)
    {
        var (hash, step) = HashOf(key);
        for (var i = 0; i < Probes; i++, hash += step)
        {
            Interlocked.Or(ref _bits[(hash & _mask) / 64], 1UL << (int)(hash & 63));
        }
    }

    /// <summary>True when the key is certainly not in the index.</summary>
    public bool Excludes(PostKey key)
    {
        if (!_isComplete)
        {
            return false;
        }

        var (hash, step) = HashOf(key);
        for (var i = 0; i < Probes; i++, hash += step)
        {
            if ((Volatile.Read(ref _bits[(hash & _mask) / 64]) & (1UL << (int)(hash & 63))) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>With a seed of this process, so that nobody can choose keys that collide.</summary>
    private static (ulong Hash, ulong Step) HashOf(PostKey key)
    {
        var low = (uint)HashCode.Combine(key.User.Value, key.Key);
        var high = (uint)HashCode.Combine(key.Key, key.User.Value, low);
        return (((ulong)high << 32) | low, (((ulong)low << 17) ^ high) | 1);
    }
}
