using System.Buffers;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>
/// Somebody with a client: a plain state machine over frames. It asks for this and that, loses its connection, comes back and goes on, sends again
/// what had no answer; and it writes down what it sent and what it read.
/// </summary>
internal sealed partial class Person
{
    private readonly World _world;
    private readonly Draw _draw;
    private readonly ByteQueue _outgoing = new();
    private readonly ByteQueue _incoming = new();
    private readonly Dictionary<uint, Frame> _asked = [];
    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);
    private readonly List<Draft> _drafts = [];
    private SimulatedConnection? _connection;
    private Link? _link;
    private long _offset;
    private uint _lastId;
    private ulong _lastToken;
    private ulong _lastPong;
    private int _texts;
    private bool _isIn;
    private bool _isLeaving;
    private bool _isStalled;

    public Person(World world, string name, DeviceId? device)
    {
        _world = world;
        _draw = world.Draw;
        _device = device;
        Name = name;
        Nick = name;
    }

    public string Name { get; }

    /// <summary>What the server calls it, as far as it knows.</summary>
    public string Nick { get; private set; }

    public Link? Link => _link;

    /// <summary>Whether it is connected, has everything answered and has read all there is.</summary>
    public bool IsSettled =>
        _isIn && !_isLeaving && _drafts.Count == 0 && _asked.Count == 0 && _lastPong == _lastToken && _isFenced
        && _places.Values.All(place => place.IsFollowed && place.Cursor == _world.HeadOf(place.Log));

    private long Now => _world.Chronicle.Time;

    /// <summary>A turn in the storm.</summary>
    public void Step()
    {
        if (_connection is null)
        {
            if (_draw.Chance(0.3))
            {
                Connect();
            }

            return;
        }

        if (_draw.Chance(_world.Profile.Trouble))
        {
            MakeTrouble(_connection);
            return;
        }

        var choice = _draw.Below(10);
        if (choice < 4 && !_isStalled && _connection.HasNews)
        {
            Read(_draw.Chance(0.3) ? _draw.Between(1, 100) : int.MaxValue);
        }
        else if (choice < 7 && _outgoing.Count > 0)
        {
            Flush(_draw.Chance(0.3) ? _draw.Between(1, 30) : int.MaxValue);
        }
        else if (_isIn && !_isLeaving && _outgoing.Count < 64 * 1024)
        {
            var deeds = _draw.Chance(_world.Profile.Bursts) ? _draw.Between(5, 40) : 1;
            while (deeds-- > 0)
            {
                Do(_draw.PickFrom(_world.Profile.Deeds));
            }
        }
    }

    /// <summary>A turn after the storm; false when there was nothing to do. With <paramref name="comesBack"/> it connects again when it has to.</summary>
    public bool CalmStep(bool comesBack)
    {
        _isStalled = false;
        if (_connection is null)
        {
            if (!comesBack)
            {
                return false;
            }

            Connect();
            return true;
        }

        if (_connection.HasNews)
        {
            Read(int.MaxValue);
            return true;
        }

        if (_outgoing.Count > 0 && Flush(int.MaxValue) > 0)
        {
            return true;
        }

        return comesBack && _isIn && !_isLeaving && Settle();
    }

    /// <summary>Has to happen before <see cref="IsSettled"/> counts: whatever was asked in the storm is to be fenced anew.</summary>
    public void BeginCalm() => _isFenced = false;

    public bool Follows(string room) => _places.TryGetValue(room, out var place) && place.IsFollowed;

    /// <summary>Shows it a frame that the server did not send it; false when it is in no state to get one.</summary>
    public bool TrySlip(Frame frame)
    {
        if (_isIn)
        {
            Receive(frame, (_world.Chronicle.Next(), Now));
        }

        return _isIn;
    }

    private void MakeTrouble(SimulatedConnection connection)
    {
        if (_isStalled)
        {
            _isStalled = false;
        }
        else if (_draw.Chance(_world.Profile.Stalling))
        {
            _isStalled = true;
        }
        else if (_draw.Chance(0.6))
        {
            _world.Chronicle.Note(_link!.ToString(), "cuts");
            connection.Cut();
            Disconnected();
        }
        else
        {
            if (_draw.Chance(0.5))
            {
                Send(new ByeFrame("enough"));
            }

            Flush(int.MaxValue);
            connection.HalfClose();
            _outgoing.Clear();
            _isLeaving = true;
            _world.Chronicle.Note(_link!.ToString(), "half-closes");
        }
    }

    private void Disconnected()
    {
        _world.Chronicle.Note(_link!.ToString(), "is disconnected");
        _connection = null;
        _isIn = false;
        _outgoing.Clear();
        _incoming.Clear();
        _asked.Clear();
        foreach (var draft in _drafts)
        {
            draft.RetryAt = 0;
        }

        foreach (var place in _places.Values)
        {
            (place.IsFollowed, place.IsAskedFor) = (false, false);
        }
    }

    private uint NextId() => ++_lastId;

    private void Ask(Frame request)
    {
        _asked.Add(((IRequest)request).Id, request);
        Send(request);
    }

    private void Send(Frame frame)
    {
        if (_isLeaving)
        {
            return;
        }

        _link!.Moments.Add(new Moment(MomentKind.Sent, frame, _world.Chronicle.Next(), Now));
        if (_world.Chronicle.IsTraced)
        {
            _world.Chronicle.Note(_link.ToString(), "-> " + frame);
        }

        _outgoing.Add(FrameCodec.Encode(frame));
    }

    private int Flush(int most)
    {
        var written = _connection!.Write(_outgoing.Peek(most));
        _outgoing.Consume(written);
        return written;
    }

    private void Read(int most)
    {
        if (_connection!.IsOver)
        {
            Disconnected();
            return;
        }

        _incoming.Add(_connection.Read(most));
        while (_connection is not null && TryTakeFrame() is var (frame, written))
        {
            foreach (var shown in _world.Mutant?.Tamper(_world, this, frame) ?? [frame])
            {
                Receive(shown, written);
            }
        }
    }

    private (Frame Frame, (long Stamp, long Time) Written)? TryTakeFrame()
    {
        var input = new ReadOnlySequence<byte>(_incoming.Peek());
        var before = input.Length;
        if (!FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload))
        {
            return null;
        }

        var frame = FrameCodec.DecodeReply(payload);
        var written = _connection!.WrittenAt(_offset);
        _offset += before - input.Length;
        _incoming.Consume((int)(before - input.Length));
        return (frame, written);
    }
}
