using System.Security.Cryptography;
using System.Text;

namespace Chat.Server.Log;

/// <summary>The first 128 bits of the SHA-256 of a resume secret or a code: enough to know the secret again, no use to whoever steals the store.</summary>
internal readonly record struct SecretHash(Guid Value)
{
    public static SecretHash Of(Guid secret)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        secret.TryWriteBytes(bytes);
        SHA256.HashData(bytes, hash);
        return new SecretHash(new Guid(hash[..16]));
    }

    /// <summary>Of a code, as it is compared.</summary>
    public static SecretHash Of(string code) => new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(code)).AsSpan(0, 16)));
}
