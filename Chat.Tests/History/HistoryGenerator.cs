using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>
/// Histories in which all is as it should be, out of seeds: a few clients of a server that crashes, connections that break with answers on their
/// way, posts sent again, edits, deletions. In those of even seeds storing fails for now and clients speak where they are not; in odd ones
/// nothing is refused but bad text, so that the order of posts is demanded over crashes as well.
/// </summary>
internal sealed class HistoryGenerator
{
    private const int Steps = 1_500;
    private static readonly string[] Rooms = ["#one", "#two", "#three"];
    private readonly Draw _draw;
    private readonly bool _isRefusing;
    private readonly HistoryRecorder _recorder = new();
    private readonly ModelServer _server;
    private readonly List<ModelClient> _clients = [];

    private HistoryGenerator(int seed)
    {
        _draw = new Draw(seed);
        _isRefusing = seed % 2 == 0;
        _server = new ModelServer(_draw, Rooms, _isRefusing ? 0.05 : 0);
        foreach (var user in (string[])["anna", "bob", "cleo", "dora"])
        {
            _clients.Add(new ModelClient(user, _recorder, _draw));
        }
    }

    public static RecordedHistory Make(int seed) => new HistoryGenerator(seed).Run();

    private RecordedHistory Run()
    {
        for (var step = 0; step < Steps; step++)
        {
            if (_draw.Chance(0.005))
            {
                Crash();
            }
            else
            {
                Step(_draw.PickFrom(_clients));
            }
        }

        _recorder.Calmed();
        _server.IsCalm = true;
        while (!_clients.TrueForAll(Settle))
        {
        }

        return _recorder.Finish(_server.Logs.Select(static log => new FinalLog(log.Room, log.Id, 1, [.. log.Events])));
    }

    private void Step(ModelClient client)
    {
        if (client.Connection is not { } connection)
        {
            if (_draw.Chance(0.3))
            {
                client.Connect(_server);
            }

            return;
        }

        switch (_draw.Below(100))
        {
            case < 1:
                client.Lose(_server);
                break;
            case < 4:
                client.Join(_draw.PickFrom(Rooms), _draw.Pick<long?>(0, null));
                break;
            case < 5:
                client.Leave();
                break;
            case < 6:
                client.Rename();
                break;
            case < 25:
                client.Say(_isRefusing && _draw.Chance(0.05) ? _draw.PickFrom(Rooms) : null);
                break;
            case < 55 when connection.Requests.Count > 0:
                _server.Handle(connection);
                break;
            case < 100 when connection.Answers.Count > 0:
                client.Receive();
                break;
        }
    }

    private void Crash()
    {
        foreach (var client in _clients.Where(static client => client.Connection is not null))
        {
            client.Lose(_server);
        }

        _recorder.Restarted();
    }

    /// <summary>Does what is left to do for a client; true when there was nothing.</summary>
    private bool Settle(ModelClient client)
    {
        if (client.Connection is not { } connection)
        {
            client.Connect(_server);
            return false;
        }

        if (!client.IsJoined && client.IsIdle)
        {
            client.Join(Rooms[0], 0);
        }
        else if (client.IsIdle && connection.Answers.Count == 0)
        {
            return true;
        }
        else if (!client.IsIdle)
        {
            client.Resend();
        }

        while (connection.Requests.Count > 0)
        {
            _server.Handle(connection);
        }

        while (connection.Answers.Count > 0)
        {
            client.Receive();
        }

        return false;
    }
}
