using System.Diagnostics.CodeAnalysis;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>The codes that let somebody in. State of the sequencer's turn.</summary>
internal sealed class CodeDirectory
{
    /// <summary>Codes at the most.</summary>
    public const int MaxCodes = 10_000;

    /// <summary>Codes for a new device that one user may have at a time; beyond it the oldest is good for nothing.</summary>
    public const int MaxLinks = 5;

    private readonly Dictionary<SecretHash, StoredCode> _codes = [];
    private long _nextEnd = long.MaxValue;

    public int Count => _codes.Count;

    public IEnumerable<StoredCode> All => _codes.Values;

    public bool TryFind(SecretHash hash, long now, [NotNullWhen(true)] out StoredCode? code)
    {
        code = _codes.TryGetValue(hash, out var found) && !(found.EndsAt <= now) ? found : null;
        return code is not null;
    }

    /// <summary>The oldest of a user's codes for devices when he has as many as he may; null when he may have another.</summary>
    public StoredCode? SurplusOf(UserId user)
    {
        var own = _codes.Values.Where(code => code.User == user).ToArray();
        return own.Length < MaxLinks ? null : own.MinBy(static code => code.IssuedAt);
    }

    /// <summary>Adds a code, or puts it in the place of itself with another number of uses.</summary>
    public void Set(StoredCode code)
    {
        _codes[code.Hash] = code;
        _nextEnd = Math.Min(_nextEnd, code.EndsAt ?? long.MaxValue);
    }

    public void Remove(SecretHash hash) => _codes.Remove(hash);

    /// <summary>Forgets what has run out, and tells what that was.</summary>
    public IReadOnlyList<StoredCode> Tidy(long now)
    {
        if (now < _nextEnd)
        {
            return [];
        }

        var over = _codes.Values.Where(code => code.EndsAt <= now).ToArray();
        foreach (var code in over)
        {
            _codes.Remove(code.Hash);
        }

        _nextEnd = _codes.Values.Min(static code => code.EndsAt) ?? long.MaxValue;
        return over;
    }
}
