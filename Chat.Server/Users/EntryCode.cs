using System.Buffers.Binary;
using System.Text;
using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>
/// A code that lets somebody in, as people read and type it: 20 symbols of Crockford's base 32 in groups of four, which carry 100 bits. It is taken in any case, with
/// or without dashes and spaces, and with the letters O, I and L for the digits that they look like.
/// </summary>
internal static class EntryCode
{
    private const int Symbols = 20;
    private const int Group = 4;
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Writes a code.</summary>
    /// <param name="random">16 bytes that nobody can guess.</param>
    public static string Of(Guid random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.TryWriteBytes(bytes);
        var left = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        var code = new StringBuilder();
        for (var i = 0; i < Symbols; i++)
        {
            code.Append(i > 0 && i % Group == 0 ? "-" : "").Append(Alphabet[(int)(uint)(left & 31)]);
            left >>= 5;
        }

        return code.ToString();
    }

    /// <summary>What a code is known by, however it was typed.</summary>
    public static SecretHash HashOf(string typed)
    {
        var plain = new StringBuilder(typed.Length);
        foreach (var c in typed.ToUpperInvariant())
        {
            if (c is not ('-' or ' '))
            {
                plain.Append(c switch { 'O' => '0', 'I' or 'L' => '1', _ => c });
            }
        }

        return SecretHash.Of(plain.ToString());
    }
}
