using System.Net;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Support;

/// <summary>A client that does at random what a person on a bad line does: speaks, listens, is cut off, comes back where it was.</summary>
internal sealed class Wanderer : IAsyncDisposable
{
    public const string Room = "#lobby";

    private readonly Queue<PostFrame> _unanswered = new();
    private readonly IPEndPoint _endpoint;
    private readonly bool _tls;
    private readonly Random _random;
    private Guid _log;

    private Wanderer(IPEndPoint endpoint, string nick, bool tls, Random random)
    {
        (_endpoint, Nick, _tls, _random) = (endpoint, nick, tls, random);
    }

    public string Nick { get; }

    public WireClient Client { get; private set; } = null!;

    /// <summary>Texts in the order they were first sent.</summary>
    public List<string> Said { get; } = [];

    /// <summary>The log as it was told, over all connections.</summary>
    public List<EventFrame> Seen { get; } = [];

    public int Cuts { get; private set; }

    public int Resent { get; private set; }

    public static async Task<Wanderer> EnterAsync(IPEndPoint endpoint, string nick, bool tls, Random random)
    {
        var wanderer = new Wanderer(endpoint, nick, tls, random);
        wanderer.Client = await WireClient.EnterAsync(endpoint, nick, tls);
        wanderer._log = (await wanderer.Client.JoinAsync(Room, 0)).Log;
        return wanderer;
    }

    public async Task WanderAsync(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            switch (_random.Next(10))
            {
                case 0:
                    await ComeBackAsync();
                    break;
                case < 4:
                    await ListenAsync();
                    break;
                default:
                    await SpeakAsync(_random.Next(1, 8));
                    break;
            }
        }

        await ListenAsync();
        Assert.That(_unanswered, Is.Empty, "After a fence every post has its answer.");
    }

    public async Task ReadAllAsync(long head)
    {
        while (Seen.Count < head)
        {
            Take(await Client.NextAsync() ?? throw new EndOfStreamException());
        }

        await ListenAsync();
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private async Task SpeakAsync(int count)
    {
        var posts = new List<PostFrame>();
        for (var i = 0; i < count; i++)
        {
            Said.Add($"{Nick}/{Said.Count}{new string('.', _random.Next(300))}");
            posts.Add(new PostFrame(Client.NextId(), Guid.NewGuid(), Room, EventKind.Text, Said[^1], null, _log));
        }

        await Client.SendAsync([.. posts]);
        posts.ForEach(_unanswered.Enqueue);
    }

    private async Task ListenAsync()
    {
        foreach (var frame in await Client.FenceAsync())
        {
            Take(frame);
        }
    }

    private void Take(Frame frame)
    {
        if (frame is EventFrame said)
        {
            Assert.That(said.Seq, Is.EqualTo(Seen.Count + 1), $"{Nick}: no gap, nothing twice");
            Seen.Add(said);
        }
        else if (frame is PostedFrame posted)
        {
            Assert.That(posted.Key, Is.EqualTo(_unanswered.Dequeue().Key));
        }
        else
        {
            Assert.That(frame, Is.InstanceOf<PresenceFrame>());
        }
    }

    /// <summary>The line breaks, with whatever is on its way; then the same guest goes on from his cursor and says again what nobody confirmed.</summary>
    private async Task ComeBackAsync()
    {
        if (_unanswered.TryPeek(out var post) && _random.Next(2) == 0)
        {
            var frame = FrameCodec.Encode(post with { Key = Guid.NewGuid(), Text = "the half of this never comes" });
            await Client.SendRawAsync(frame[.._random.Next(1, frame.Length)]);
        }

        Client.Cut();
        Cuts++;
        var secret = Client.Welcome!.Session;
        Client = await WireClient.EnterAsync(_endpoint, null, _tls, resume: secret);
        Assert.That(Client.Welcome!.Nick, Is.EqualTo(Nick));
        var id = Client.NextId();
        var again = _unanswered.Select(post => post with { Id = Client.NextId() }).ToArray();
        Resent += again.Length;
        await Client.SendAsync([new JoinFrame(id, Room, Seen.Count, _log), .. again]);
        await Client.AnswerAsync(id);
    }
}
