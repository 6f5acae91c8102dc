using System.Threading.Channels;
using Chat.Client.Connection;
using Chat.Protocol.Frames;

namespace Chat.Tests.Client.Connection;

/// <summary>A server whose every word is the test's: the dialer of a link, and the far ends of what it dialled.</summary>
internal sealed class ScriptedServer : IDialer
{
    private readonly Channel<ScriptedConnection> _accepted = Channel.CreateUnbounded<ScriptedConnection>();
    private readonly Queue<DialResult> _refusals = new();

    /// <summary>The next dial ends so instead.</summary>
    public void RefuseNext(DialResult result) => _refusals.Enqueue(result);

    public ValueTask<DialResult> DialAsync(CancellationToken cancellationToken)
    {
        if (_refusals.TryDequeue(out var refusal))
        {
            return ValueTask.FromResult(refusal);
        }

        var (client, server) = DuplexPipe.Create();
        _accepted.Writer.TryWrite(new ScriptedConnection(server));
        return ValueTask.FromResult<DialResult>(new DialResult.Connected(client));
    }

    /// <summary>The next connection that the link makes.</summary>
    /// <summary>Whether somebody has connected who is not accepted yet.</summary>
    public bool HasCaller => _accepted.Reader.TryPeek(out _);

    public async Task<ScriptedConnection> AcceptAsync() => await _accepted.Reader.ReadAsync(Patience.Token);

    /// <summary>The next connection, greeted.</summary>
    public async Task<ScriptedConnection> GreetAsync()
    {
        var connection = await AcceptAsync();
        var hello = await connection.ReadAsync<HelloFrame>();
        await connection.SendAsync(SessionHarness.Welcome(hello.Id, hello.Nick!));
        return connection;
    }

    public static CancellationTokenSource Patience => new(TimeSpan.FromSeconds(10));
}
