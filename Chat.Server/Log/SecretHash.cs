using System.Security.Cryptography;

namespace Chat.Server.Log;

/// <summary>The first 128 bits of the SHA-256 of a resume secret: enough to know the secret again, no use to whoever steals the store.</summary>
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
}
