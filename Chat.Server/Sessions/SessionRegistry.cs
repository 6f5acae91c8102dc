using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Delivery;

namespace Chat.Server.Sessions;

/// <summary>
/// Every accepted socket, by its number, from before its session starts until after it ended. Any thread may ask. It also counts them, in
/// all and by address, and tells who is one too many.
/// </summary>
internal sealed class SessionRegistry
{
    /// <summary>Bye tells sessions to come back over this time, so that they do not all come at once.</summary>
    private const int ReturnMilliseconds = 5_000;

    /// <summary>Connections above the limit that are told so; beyond that number they are closed without a word.</summary>
    private const int MaxTurnedAway = 64;

    private readonly ConcurrentDictionary<SessionId, Session> _sessions = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private readonly Lock _gate = new();
    private readonly SessionContext _context;
    private readonly Action<Session> _end;
    private long _lastId;
    private int _count;
    private bool _isClosed;

    public SessionRegistry(SessionContext context)
    {
        _context = context;
        _end = End;
    }

    public int Count => _sessions.Count;

    public IEnumerable<Session> Sessions => _sessions.Select(static entry => entry.Value);

    /// <summary>Takes a connection into its care and serves it. Returns at once.</summary>
    public void Accept(IConnection connection)
    {
        if (!TryCount(connection.Remote.Address, out var refusal))
        {
            connection.Abort();
            return;
        }

        var session = new Session(new SessionId(Interlocked.Increment(ref _lastId)), connection, _context);
        _sessions.TryAdd(session.Id, session);
        if (Volatile.Read(ref _isClosed))
        {
            session.Close(CloseReason.ShuttingDown, new ByeFrame("The server stops.", ReturnMilliseconds)); // It came while all others were told.
        }

        _ = session.RunAsync(refusal, _end);
    }

    /// <summary>Says Bye to all and waits until they are gone.</summary>
    public async Task CloseAllAsync(string reason)
    {
        lock (_gate)
        {
            _isClosed = true;
            DrainedIfEmpty();
        }

        var all = _sessions.Values.ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            var retry = 500 + (int)((long)ReturnMilliseconds * i / all.Length);
            all[i].Close(CloseReason.ShuttingDown, new ByeFrame(reason, retry));
        }

        await _drained.Task;
    }

    private void End(Session session)
    {
        _sessions.TryRemove(session.Id, out _);
        Uncount(session.Remote.Address);
    }

    private bool TryCount(IPAddress address, out string? refusal)
    {
        lock (_gate)
        {
            refusal = null;
            var ofAddress = _byAddress.GetValueOrDefault(address = HouseOf(address));
            if (_isClosed)
            {
                refusal = ErrorCodes.ShuttingDown;
            }
            else if (_count >= _context.Options.MaxConnections)
            {
                refusal = ErrorCodes.ServerFull;
            }
            else if (_context.Options.ConnectionsPerAddress is { } most && ofAddress >= most)
            {
                refusal = ErrorCodes.TooManyConnections;
            }

            if (refusal is not null && (_count >= (long)_context.Options.MaxConnections + MaxTurnedAway
                || ofAddress >= (long)(_context.Options.ConnectionsPerAddress ?? int.MaxValue) + MaxTurnedAway))
            {
                return false;
            }

            _byAddress[address] = ofAddress + 1;
            _count++;
            return true;
        }
    }

    /// <summary>What one peer has: an IPv4 address, or a whole IPv6 network of 64 bits.</summary>
    private static IPAddress HouseOf(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }

    private void Uncount(IPAddress address)
    {
        lock (_gate)
        {
            _count--;
            address = HouseOf(address);
            if (--_byAddress[address] == 0)
            {
                _byAddress.Remove(address);
            }

            DrainedIfEmpty();
        }
    }

    private void DrainedIfEmpty()
    {
        if (_isClosed && _count == 0)
        {
            _drained.TrySetResult();
        }
    }
}
