using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Chat.Server.Log;

/// <summary>What makes a post one post however often it is sent: its author and the key the client chose.</summary>
internal readonly record struct PostKey(UserId User, Guid Key)
{
    private static readonly ulong[] Multipliers = [.. MemoryMarshal.Cast<byte, ulong>(RandomNumberGenerator.GetBytes(7 * sizeof(ulong)))];

    /// <summary>
    /// Clients choose keys: hashed without a secret, they could be chosen so that all fall into one place of a table. This is multiply-shift over words of 32 bits, under which two keys
    /// fall together no more often than by chance, whoever chose them (M. Thorup, High Speed Hashing for Integers and Strings, 2015, on vectors).
    /// </summary>
    public override int GetHashCode()
    {
        var key = Key;
        var words = MemoryMarshal.Cast<Guid, uint>(new ReadOnlySpan<Guid>(in key));
        var by = Multipliers;
        var sum = by[6] + (by[0] * words[0]) + (by[1] * words[1]) + (by[2] * words[2]) + (by[3] * words[3]) + (by[4] * (uint)User.Value) + (by[5] * (uint)(User.Value >> 32));
        return (int)(sum >> 32);
    }
}
