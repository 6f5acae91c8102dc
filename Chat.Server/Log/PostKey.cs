using System.Runtime.InteropServices;

namespace Chat.Server.Log;

/// <summary>What makes a post one post however often it is sent: its author and the key the client chose.</summary>
internal readonly record struct PostKey(UserId User, Guid Key)
{
    /// <summary>Clients choose keys: hashed as their kind is by itself, they could be chosen so that all fall into one place of a table.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        var key = Key;
        hash.AddBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<Guid>(in key)));
        hash.Add(User);
        return hash.ToHashCode();
    }
}
