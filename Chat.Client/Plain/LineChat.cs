using System.Collections.Concurrent;
using System.Threading.Channels;
using Chat.Client.Commands;
using Chat.Client.Connection;
using Chat.Client.State;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client.Plain;

/// <summary>
/// The line mode: what happens on the link becomes lines, what is typed becomes messages and commands. Everything runs as steps of one
/// loop, which alone touches the state and the screen; whatever comes from outside is a step in its queue.
/// </summary>
internal sealed partial class LineChat : IChat
{
    private readonly ILineScreen _screen;
    private readonly LineFeed _feed;
    private readonly CommandTable _commands = new();
    private readonly Channel<Action> _steps = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentQueue<Action> _turns = new();
    private readonly CommandRuns _running = new();
    private readonly ReadingPlaces _places;
    private ReadMarks? _marks;
    private LinkEnd? _end;
    private bool _quitWanted;
    private bool _quitting;
    private bool _inputEnded;
    private bool _dropped;
    private volatile ChatState _state;

    public LineChat(ServerLink link, ILineScreen screen, TimeProvider time, string nick, string room)
    {
        Link = link;
        Time = time;
        Reducer = new Reducer(time.LocalTimeZone);
        _screen = screen;
        _feed = new LineFeed(screen);
        _state = new ChatState { Nick = nick, Current = room, FollowsRoom = screen.FollowsRoom };
        _places = new ReadingPlaces(link);
    }

    /// <summary>Where it is kept whose words are not shown; null: nowhere.</summary>
    public IgnoredNicks? Ignored
    {
        get;
        init
        {
            field = value;
            try
            {
                _state = _state with { Ignored = value?.Read() ?? IgnoreList.Empty };
            }
            catch (StoreException exception)
            {
                Post(() => _feed.Print(ChatLine.Error($"Whom you ignore cannot be read, so all is shown: {exception.Message}")));
            }
        }
    }

    public ServerLink Link { get; }

    public CommandTable Commands => _commands;

    public ChatState State => _state;

    public Reducer Reducer { get; }

    public TimeProvider Time { get; }

    /// <summary>The unfinished lines of rooms; null where no line is edited.</summary>
    public Drafts? Drafts { get; init; }

    /// <summary>Runs until the link ends.</summary>
    /// <returns>What to exit with.</returns>
    public async Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        using var marks = new ReadMarks(Link, Time, Post, () => _state);
        _marks = _state.FollowsRoom ? marks : null;
        var linking = Link.RunAsync(cancellationToken);
        try
        {
            var end = await LoopAsync(linking);
            await Task.WhenAll(linking, _running.AllAsync());
            return end.Code != ExitCode.Done ? end.Code
                : _dropped ? ExitCode.TryAgain
                : _refused && (_inputEnded || !_state.FollowsRoom) ? ExitCode.NotAllowed
                : ExitCode.Done;
        }
        finally
        {
            _feed.Close();
        }
    }

    /// <summary>Does something between two steps, such as moving the cursor; the screen is refreshed after it.</summary>
    public void Post(Action step) => _steps.Writer.TryWrite(step);

    /// <summary>
    /// Takes a typed line: text for the room looked at, or a command. Only in a step, as keys are: where it leads to another room, the key after it
    /// is for that one.
    /// </summary>
    public void Submit(string line)
    {
        var barred = _state.Barred;
        Unbar();
        _ = Take(line, barred);
        Turn();
    }

    /// <summary>Takes a line of a pipe as soon as the room is open, the command before it is done and not too much is on its way.</summary>
    public Task SubmitPipedAsync(string line)
    {
        var piped = new PipedLine(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _steps.Writer.TryWrite(() => _piped.Enqueue(piped)) ? piped.Taken.Task : Task.CompletedTask;
    }

    public void Show(ChatLine line) => Post(() =>
    {
        _feed.Print(_state.FollowsRoom ? Viewpoint.In(_state, line) : line);

        // A command in a pipe that could not be done: nobody reads that, so the exit code has to tell.
        _refused |= line.Kind == LineKind.Error && !_state.FollowsRoom;
    });

    public void Clear() => Post(_feed.Clear);

    public void Send(string room, EventKind kind, string text, long? reference = null)
    {
        var post = Link.Post(room, kind, text, reference);
        Post(() => _state = _state.Send(post));
    }

    public void Ignore(Nick nick, bool on) => Post(() => _state = _state with { Ignored = _state.Ignored.With(nick, on) });

    public Task KeepIgnoredAsync(Nick nick, bool on) => Ignored?.KeepAsync(nick, on) ?? Task.CompletedTask;

    public void Select(string room, string? insteadOf = null) => Turn(() =>
    {
        if (insteadOf is null || _state.Current == insteadOf)
        {
            Look(insteadOf is null ? _state.Ask(room) : _state.Spell(room), isSame: insteadOf is not null);
        }
    });

    /// <summary>Looks at the room that the state of the moment leads to, if any. Only in a step, as keys are.</summary>
    public void Select(Func<ChatState, string?> find)
    {
        if (find(_state) is { } room)
        {
            Look(_state.Select(room));
        }
    }

    public void Unselect(string room) => Turn(() => Look(_state.Unselect(room)));

    /// <summary>Ends when everything typed is out; asked a second time, at once.</summary>
    public void Quit() => Post(() =>
    {
        if (_quitWanted && !_quitting)
        {
            End();
        }
        else if (!_quitWanted)
        {
            _quitWanted = true;
            if (Link.Unanswered > 0 && !_state.IsOnline)
            {
                _feed.Print(ChatLine.Status($"{Counted.Of(Link.Unanswered, "message")} not sent yet; it ends when they are. /quit again ends it now{(Link.KeepsPosts ? ", and they go out the next time" : "")}"));
            }
        }
    });

    /// <summary>The input has ended: everything that was in it is done first.</summary>
    public void EndInput() => Post(() => _inputEnded = true);

    /// <summary>Ends at once, whatever is on its way.</summary>
    public void Terminate() => Post(End);
}
