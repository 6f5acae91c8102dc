using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Chat.Server.Administration.Control;

/// <summary>One message on the socket: a line of JSON, bounded in length.</summary>
internal static class ControlLine
{
    /// <summary>Bytes of a request at the most.</summary>
    public const int MostOfRequest = 4 * 1024;

    /// <summary>Bytes of an answer at the most.</summary>
    public const int MostOfAnswer = 256 * 1024;

    private const byte End = (byte)'\n';

    /// <summary>Reads one.</summary>
    /// <param name="peer">The other side.</param>
    /// <param name="type">What it is.</param>
    /// <param name="most">Bytes at the most.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when the other side has closed before its end.</returns>
    /// <exception cref="JsonException">It is something else, or longer.</exception>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public static async ValueTask<T?> ReadAsync<T>(Socket peer, JsonTypeInfo<T> type, int most, CancellationToken cancellation)
        where T : class
    {
        var buffer = new byte[most];
        for (var length = 0; length < most;)
        {
            var got = await peer.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, cancellation);
            if (got == 0)
            {
                return null;
            }

            if (buffer.AsSpan(length, got).IndexOf(End) is >= 0 and var end)
            {
                return JsonSerializer.Deserialize(buffer.AsSpan(0, length + end), type) ?? throw new JsonException("A null.");
            }

            length += got;
        }

        throw new JsonException("The line is too long.");
    }

    /// <summary>Writes one.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public static async ValueTask WriteAsync<T>(Socket peer, T message, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(message, type), End];
        for (var sent = 0; sent < line.Length;)
        {
            sent += await peer.SendAsync(line.AsMemory(sent), SocketFlags.None, cancellation);
        }
    }
}
