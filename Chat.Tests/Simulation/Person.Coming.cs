using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>How a person comes, and as whom.</summary>
internal sealed partial class Person
{
    private readonly List<Guid> _secrets = [];
    private readonly Dictionary<Guid, int> _users = [];
    private HelloFrame? _hello;
    private DeviceId? _device;
    private DeviceId? _welcomedDevice;
    private int _lastNick;
    private int _lastUser;
    private int _user;

    private void Connect()
    {
        if (_device is not null && !_world.IsCalm && _draw.Chance(_world.Profile.NewDevices))
        {
            _device = _world.NewDevice();
        }

        _link = new Link(_world.Chronicle.Links.Count + 1, Name, _device);
        _world.Chronicle.Links.Add(_link);
        _connection = new SimulatedConnection(_world, _device) { DrainBytes = _draw.Pick(100, 4_096, 65_536) };
        _lastId = 0;
        _offset = 0;
        _isIn = _isLeaving = _isStalled = false;
        _world.Core.Sessions.Accept(_connection);
        if (!_world.IsCalm && _draw.Chance(0.05))
        {
            // Too early, and sometimes more of it than may go unanswered.
            for (var i = _draw.Chance(_world.Profile.Bursts) ? 300 : 1; i > 0; i--)
            {
                Send(new PingFrame(0));
            }
        }

        Greet();
    }

    /// <summary>Says Hello: by a device, or with the newest secret nearly always, with an older one or none sometimes; for a nick that nobody has, or that somebody has.</summary>
    private void Greet()
    {
        Guid? resume = null;
        if (_device is null && _secrets.Count > 0 && (_world.IsCalm || _draw.Chance(0.85)))
        {
            resume = _world.IsCalm || _draw.Chance(0.9) ? _secrets[^1] : _draw.PickFrom(_secrets);
        }

        string? nick = FreshNick();
        string? code = null;
        if (!_world.IsCalm && _draw.Chance(0.15))
        {
            // With a secret never a nick that one may get: by its nick one sees whether one was known.
            nick = resume is null ? _draw.Pick(_world.SomeNick(), " ", null) : null;
        }

        if (_device is not null && _device != _welcomedDevice && _world.Codes.Count > 0 && !_world.IsCalm && _draw.Chance(0.8))
        {
            (code, nick) = TakeCode();
        }

        _hello = new HelloFrame(NextId(), Limits.Version, "sim", nick, code, resume);
        Ask(_hello);
    }

    /// <summary>A code that somebody has told, which now and then is told to another too.</summary>
    private (string Code, string Nick) TakeCode()
    {
        var chosen = _draw.PickFrom(_world.Codes);
        if (_draw.Chance(0.7))
        {
            _world.Codes.Remove(chosen);
        }

        return chosen;
    }

    /// <summary>A nick that nobody ever had: a person's own letters and a number in letters, so that digits at its end are the server's.</summary>
    private string FreshNick()
    {
        var number = _lastNick++;
        return number == 0 ? Name : $"{Name}-{(char)('a' + (number / 26 % 26))}{(char)('a' + (number % 26))}";
    }

    private void Enter(WelcomeFrame welcome)
    {
        _isIn = true;
        _isFenced = false;
        _lastPong = _lastToken;
        Nick = welcome.Nick;
        BecomeUser(UserOf(welcome));
        _welcomedDevice = _device;
        foreach (var place in _places.Values)
        {
            if (_world.IsCalm || _draw.Chance(0.9))
            {
                place.IsAskedFor = true;
                Ask(new JoinFrame(NextId(), place.Name, place.Cursor, place.Log));
            }
        }

        foreach (var room in welcome.Rooms)
        {
            if (room.Room[0] == '@' && _draw.Chance(0.3))
            {
                Ask(new JoinFrame(NextId(), room.Room, _draw.Below((int)room.Head + 1), room.Log));
            }
        }

        if (!_world.IsCalm && _draw.Chance(0.7))
        {
            foreach (var draft in _drafts)
            {
                Send(draft);
            }
        }
    }

    /// <summary>Which of the users that it has been it is now, as far as it can tell.</summary>
    private int UserOf(WelcomeFrame welcome)
    {
        if (_device is not null)
        {
            return _device == _welcomedDevice && welcome.Nick != _hello!.Nick ? _user : ++_lastUser;
        }

        var isResumed = _hello!.Resume is not null && welcome.Nick != _hello.Nick;
        var user = isResumed ? _users[_hello.Resume!.Value] : ++_lastUser;
        _users[welcome.Session] = user;
        _secrets.Add(welcome.Session);
        return user;
    }

    private void BecomeUser(int user)
    {
        if (user != _user)
        {
            // Somebody else as far as the server knows: what was begun is begun anew, under other keys.
            _user = user;
            _places.Clear();
            _posted.Clear();
            foreach (var draft in _drafts)
            {
                draft.Post = draft.Post with { Key = _world.NewKey(), Log = null };
            }
        }
    }
}
