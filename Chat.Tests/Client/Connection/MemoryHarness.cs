using Chat.Client.Connection;
using Chat.Client.Store;
using Chat.Protocol.Frames;
using Chat.Tests.Client.Store;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>Links to a scripted server, one program after the other on the same data folder.</summary>
internal sealed class MemoryHarness(bool isForPerson = true) : IAsyncDisposable
{
    private LinkHarness _link = new();

    public StoreHarness Disk { get; } = new();

    public ScriptedServer Server => _link.Server;

    public ServerLink Link => _link.Link;

    public LinkHarness Harness => _link;

    /// <summary>The program starts.</summary>
    /// <param name="runs">Whether the link runs; otherwise it is only made.</param>
    public void Start(bool runs = true) => Start(static options => options, runs);

    /// <summary>The program starts otherwise than most.</summary>
    public void Start(Func<LinkOptions, LinkOptions> further, bool runs = true)
    {
        Func<LinkOptions, LinkOptions> change = options => further(options) with { MostUnseen = isForPerson ? 10 : null, Backlog = isForPerson ? 5 : 0 };
        Func<LinkOptions, LinkMemory> remember = options => LinkMemory.Begin(Disk.Start(), options, isForPerson);
        if (runs)
        {
            _link.Start(change, remember);
        }
        else
        {
            _link.Prepare(change, remember);
        }
    }

    /// <summary>The program ends in the middle of what it does: nothing is told to the server, and nothing written.</summary>
    public async Task CrashAsync()
    {
        await _link.DisposeAsync();
        Disk.EndAll();
        _link = new LinkHarness();
    }

    /// <summary>Connects and enters the lobby.</summary>
    public async Task<ScriptedConnection> EnterAsync(long head = 0)
    {
        var connection = await Server.GreetAsync();
        await connection.LetInAsync(head);
        return connection;
    }

    /// <summary>Rows of the outbox: their texts, and whether they have left.</summary>
    public List<(string Text, bool Left)> Outbox()
    {
        var rows = new List<(string, bool)>();
        using var connection = ChatDatabase.Connect(Disk.Database);
        using var read = new Statement(connection, "SELECT text, sent_as IS NOT NULL FROM outbox ORDER BY number");
        while (read.Step())
        {
            rows.Add((read.Text(0), read.Int64(1) != 0));
        }

        return rows;
    }

    /// <summary>Changes the database behind the program's back.</summary>
    public void Execute(string sql)
    {
        using var connection = ChatDatabase.Connect(Disk.Database);
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    public static async Task<PostFrame> AcceptAsync(ScriptedConnection connection, long seq)
    {
        var post = await connection.ReadAsync<PostFrame>();
        await connection.SendAsync(new PostedFrame(post.Id, post.Key, post.Room, seq, 0));
        return post;
    }

    /// <summary>Everything that the server has sent by now is written down and told.</summary>
    public static async Task FenceAsync(ScriptedConnection connection)
    {
        await connection.SendAsync(new PingFrame(9));
        Assert.That((await connection.ReadAsync<PongFrame>()).Token, Is.EqualTo(9));
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        Disk.Dispose();
    }
}
