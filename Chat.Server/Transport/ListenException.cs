using System.Net;
using System.Net.Sockets;

namespace Chat.Server.Transport;

/// <summary>An address cannot be listened on.</summary>
internal sealed class ListenException : Exception
{
    public ListenException(IPEndPoint endpoint, SocketException cause)
        : base($"Cannot listen on {endpoint}.", cause)
    {
        Endpoint = endpoint;
        Error = cause.SocketErrorCode;
    }

    public IPEndPoint Endpoint { get; }

    public SocketError Error { get; }
}
