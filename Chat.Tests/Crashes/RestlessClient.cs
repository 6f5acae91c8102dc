using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.History;
using Chat.Tests.Support;

namespace Chat.Tests.Crashes;

/// <summary>
/// A guest who talks without a pause, and does what the protocol asks of a client when the connection is lost: resumes, joins from his cursors, and sends what was not
/// answered again, in its order and with its keys. All that he does and sees is recorded.
/// </summary>
internal sealed class RestlessClient
{
    private const int MostAtOnce = 4;

    private readonly string _name;
    private readonly IReadOnlyList<string> _rooms;
    private readonly MortalServer _server;
    private readonly HistoryRecorder _history;
    private readonly Random _random;
    private readonly Action _answered;
    private readonly Dictionary<string, (Guid Log, long Cursor)> _places = [];
    private readonly List<PostFrame> _unanswered = [];
    private readonly Dictionary<uint, (long At, PostFrame Post)> _asked = [];
    private readonly List<(string Room, long Seq)> _own = [];
    private Guid? _secret;
    private WireClient? _wire;
    private SessionRecorder? _recorder;
    private (long At, long? After)? _joining;
    private int _said;

    public RestlessClient(string name, IReadOnlyList<string> rooms, MortalServer server, HistoryRecorder history, int seed, Action answered)
    {
        _name = name;
        _rooms = rooms;
        _server = server;
        _history = history;
        _random = new Random(seed);
        _answered = answered;
    }

    /// <summary>Talks until told to stop, and goes on until everything is answered. The connection stays.</summary>
    public Task TalkAsync(CancellationToken enough) => PersistAsync(async () =>
    {
        while (!enough.IsCancellationRequested || _unanswered.Count > 0)
        {
            if (!enough.IsCancellationRequested)
            {
                await SayAsync([.. Enumerable.Range(0, _random.Next(1, MostAtOnce + 1)).Select(_ => NewPost())]);
            }
        }
    });

    /// <summary>Reads until it has everything up to these heads.</summary>
    public Task CatchUpAsync(IReadOnlyDictionary<string, long> heads) => PersistAsync(async () =>
    {
        while (heads.Any(head => _places[head.Key].Cursor < head.Value))
        {
            await ReadAsync();
        }
    });

    /// <summary>Does something over as many connections as it takes.</summary>
    private async Task PersistAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                if (_wire is null)
                {
                    await ReturnAsync();
                }

                await act();
                return;
            }
            catch (Exception lost) when (lost is IOException or SocketException)
            {
                await LoseAsync();
            }
        }
    }

    private async Task ReturnAsync()
    {
        var endpoint = await _server.EndpointAsync();
        _wire = await WireClient.ConnectAsync(endpoint);
        var welcome = await _wire.HelloAsync(_name, _secret);
        _secret = welcome.Session;
        _recorder = _history.Open(_name, welcome.Nick);
        foreach (var room in _rooms)
        {
            await JoinAsync(room);
        }

        foreach (var post in _unanswered.ToArray())
        {
            await SendAsync([post]); // One at a time: what was sent together may fail apart.
            await AnsweredAsync();
        }
    }

    private async Task LoseAsync()
    {
        _recorder?.Ended();
        _asked.Clear();
        if (_wire is not null)
        {
            await _wire.DisposeAsync();
        }

        (_wire, _recorder) = (null, null);
    }

    private async Task JoinAsync(string room)
    {
        long? after = _places.TryGetValue(room, out var place) ? place.Cursor : 0;
        Guid? log = place.Log == Guid.Empty ? null : place.Log;
        _joining = (_recorder!.Asks(), after);
        await _wire!.SendAsync(new JoinFrame(_wire.NextId(), room, after, log));
        while (_joining is not null)
        {
            await ReadAsync();
        }
    }

    private PostFrame NewPost()
    {
        var text = $"{_name} {++_said}";
        var chance = _random.Next(20);
        if (chance < 3 && _own.Count > 0)
        {
            var (room, seq) = _own[_random.Next(_own.Count)];
            if (chance > 0)
            {
                return new PostFrame(0, Guid.NewGuid(), room, EventKind.Edit, $"{text} edited", seq);
            }

            _own.Remove((room, seq));
            return new PostFrame(0, Guid.NewGuid(), room, EventKind.Delete, "", seq);
        }

        return new PostFrame(0, Guid.NewGuid(), _rooms[_random.Next(_rooms.Count)], EventKind.Text, text + new string('.', _random.Next(200)));
    }

    private async Task SayAsync(IReadOnlyList<PostFrame> posts)
    {
        _unanswered.AddRange(posts);
        await SendAsync(posts);
        await AnsweredAsync();
    }

    private async Task SendAsync(IReadOnlyList<PostFrame> posts)
    {
        var sent = posts.Select(post => post with { Id = _wire!.NextId() }).ToArray();
        foreach (var post in sent)
        {
            _asked.Add(post.Id, (_recorder!.Posts(post), post));
        }

        await _wire!.SendAsync(sent);
    }

    private async Task AnsweredAsync()
    {
        while (_asked.Count > 0)
        {
            await ReadAsync();
        }
    }

    private async Task ReadAsync()
    {
        switch (await _wire!.NextAsync() ?? throw new EndOfStreamException("The server is gone."))
        {
            case EventFrame said:
                _recorder!.Delivered(said);
                _places[said.Room] = (_places[said.Room].Log, said.Seq);
                break;
            case GapFrame gap:
                _recorder!.Skipped(gap);
                break;
            case JoinedFrame joined:
                _recorder!.Joined(_joining!.Value.At, _joining.Value.After, joined);
                _places[joined.Room] = (joined.Log, _joining.Value.After ?? joined.Head);
                _joining = null;
                break;
            case PostedFrame posted:
                _asked.Remove(posted.Id, out var asked);
                _recorder!.Posted(asked.At, posted);
                _unanswered.RemoveAll(post => post.Key == posted.Key);
                if (asked.Post.Kind == EventKind.Text)
                {
                    _own.Add((posted.Room, posted.Seq));
                }

                _answered();
                break;
            case ErrorFrame { Id: not 0 } error when _asked.Remove(error.Id, out var refused):
                _recorder!.Refused(refused.At, error.Code);
                _unanswered.RemoveAll(post => post.Key == refused.Post.Key);
                break;
            case ErrorFrame error:
                throw new InvalidOperationException($"Nobody asked for {error}");
        }
    }
}
