using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Chat.Server.Log;

/// <summary>
/// Where a connection comes from, as coarse as one household is told from another: an IPv4 address, or the first 64 bits of an IPv6 address.
/// All of this machine's own addresses are one.
/// </summary>
internal readonly record struct PeerAddress(UInt128 Value)
{
    /// <summary>This machine itself.</summary>
    public static readonly PeerAddress Local = new(UInt128.One);

    /// <summary>Whether it is this machine: whoever runs the server has that to himself, or shares it with people whom no address tells apart.</summary>
    public bool IsLocal => Value == UInt128.One;

    public static PeerAddress Of(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(address))
        {
            return Local;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            bytes[8..].Clear();
        }

        return new PeerAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
