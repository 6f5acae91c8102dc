using Chat.Client.Connection;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Plain;

/// <summary>
/// Tells the server how far rooms were read, so that one's other devices know: a second after something was shown, which gathers what
/// comes meanwhile, and at the end. Used in the steps of the chat.
/// </summary>
internal sealed class ReadMarks : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ServerLink _link;
    private readonly Action<Action> _post;
    private readonly Func<ChatState> _state;
    private readonly ITimer _timer;
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private bool _isArmed;
    private bool _isRefused;

    /// <summary>Makes them.</summary>
    /// <param name="link">Where they go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="post">Does something in a step of the chat.</param>
    /// <param name="state">The state at this moment.</param>
    public ReadMarks(ServerLink link, TimeProvider time, Action<Action> post, Func<ChatState> state)
    {
        _link = link;
        _post = post;
        _state = state;
        _timer = time.CreateTimer(_ => post(Ring), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>After each step.</summary>
    public void Turn(ChatState state)
    {
        if (!_isArmed && Due(state).Any())
        {
            _isArmed = true;
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Another connection: what an earlier server did not know, this one may.</summary>
    public void Greeted() => _isRefused = false;

    /// <summary>Sends what is due, now.</summary>
    public void Send()
    {
        foreach (var (room, seq) in Due(_state()).ToList())
        {
            _sent[room] = seq;
            _ = TellAsync(room, seq);
        }
    }

    public void Dispose() => _timer.Dispose();

    private IEnumerable<(string Room, long Seq)> Due(ChatState state) => _isRefused || !state.IsOnline
        ? []
        : state.Rooms.Values.Where(room => room.Read > Math.Max(room.KnownRead, _sent.GetValueOrDefault(room.Name))).Select(static room => (room.Name, room.Read));

    private void Ring()
    {
        _isArmed = false;
        Send();
    }

    /// <summary>Never fails: what becomes of it is in the answer.</summary>
    private async Task TellAsync(string room, long seq)
    {
        var answer = await _link.AskAsync(id => new ReadFrame(id, room, seq));
        if (answer is ErrorFrame error)
        {
            _post(() =>
            {
                _isRefused |= error.Code == ErrorCodes.UnknownKind;
                if (error.Code == ClientCodes.NotConnected && _sent.GetValueOrDefault(room) == seq)
                {
                    _sent.Remove(room);
                }
            });
        }
    }
}
