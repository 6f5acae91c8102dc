using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Chat.Server.Log;

/// <summary>What makes a post one post however often it is sent: its author and the key the client chose.</summary>
internal readonly record struct PostKey(UserId User, Guid Key)
{
    private static readonly (ulong Low, ulong High) Seed = (Secret(), Secret());

    /// <summary>Clients choose keys: hashed without a secret, they could be chosen so that all fall into one place of a table.</summary>
    public override int GetHashCode()
    {
        var key = Key;
        var halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(in key));
        var high = Math.BigMul(halves[0] ^ Seed.Low, halves[1] ^ Seed.High, out var low);
        high = Math.BigMul(high ^ low ^ Seed.High, (ulong)User.Value ^ Seed.Low, out low);
        return (int)(high ^ low);
    }

    private static ulong Secret() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
