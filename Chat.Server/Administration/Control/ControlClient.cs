using System.Net.Sockets;
using System.Text.Json;

namespace Chat.Server.Administration.Control;

/// <summary>A command's side of the socket.</summary>
internal static class ControlClient
{
    /// <summary>How long the server may take: a little more than it gives itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    /// <summary>Asks the server that runs on a folder.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="request">What for.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its answer; null when none listens there.</returns>
    /// <exception cref="CommandException">It did not answer, so that nobody knows whether it is done; or this user may not ask.</exception>
    public static async Task<ControlAnswer?> TryAskAsync(ControlFiles files, ControlRequest request, TimeProvider time, CancellationToken cancellation)
    {
        if (files.TryEndPoint() is not { } place || !File.Exists(files.Socket))
        {
            return null;
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(place, either.Token);
        }
        catch (SocketException denied) when (denied.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new CommandException($"this user may not use {files.Socket}; run it as the user that the server runs as", denied);
        }
        catch (SocketException)
        {
            return null; // Left by a server that was killed.
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException("the server does not take the command: too many others wait; try again in a moment", late) { IsTemporary = true };
        }

        try
        {
            await ControlLine.WriteAsync(socket, request, ControlJson.Default.ControlRequest, either.Token);
            return await ControlLine.ReadAsync(socket, ControlJson.Default.ControlAnswer, ControlLine.MostOfAnswer, either.Token)
                ?? throw Unanswered("the server closed without an answer: it stops, or it is of another version", null);
        }
        catch (Exception broken) when (broken is SocketException or JsonException)
        {
            throw Unanswered($"the server closed without an answer ({broken.Message})", broken);
        }
        catch (OperationCanceledException late)
        {
            throw Unanswered(cancellation.IsCancellationRequested ? "interrupted before the server has answered" : "the server takes too long to answer", late);
        }
    }

    private static CommandException Unanswered(string message, Exception? cause) =>
        new($"{message}; it is not known whether it was done", cause) { IsTemporary = true };
}
