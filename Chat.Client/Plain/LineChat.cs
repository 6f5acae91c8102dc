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
internal sealed class LineChat : IChat
{
    /// <summary>Events taken before the screen is refreshed and keys are looked after.</summary>
    private const int MaxEventsAtOnce = 256;

    /// <summary>Piped lines are taken while no more than so many are on their way.</summary>
    private const int MaxUnanswered = 64;

    private readonly ILineScreen _screen;
    private readonly CommandTable _commands = new();
    private readonly Channel<Action> _steps = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<PipedLine> _piped = new();
    private readonly List<Task> _running = [];
    private readonly ReadingPlaces _places;
    private LinkEnd? _end;
    private bool _entered;
    private bool _quitWanted;
    private bool _quitting;
    private bool _inputEnded;
    private bool _dropped;
    private bool _refused;
    private volatile ChatState _state;

    public LineChat(ServerLink link, ILineScreen screen, TimeProvider time, string nick, string room)
    {
        Link = link;
        Time = time;
        Reducer = new Reducer(time.LocalTimeZone);
        _screen = screen;
        _places = new ReadingPlaces(link);
        _state = new ChatState { Nick = nick, Current = room };
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
                Show(ChatLine.Error($"Whom you ignore cannot be read, so all is shown: {exception.Message}"));
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
        var linking = Link.RunAsync(cancellationToken);
        try
        {
            var end = await LoopAsync(linking);
            await Task.WhenAll([linking, .. _running]);
            return end.Code != ExitCode.Done ? end.Code
                : _dropped ? ExitCode.TryAgain
                : _inputEnded && _refused ? ExitCode.NotAllowed
                : ExitCode.Done;
        }
        finally
        {
            _screen.Close();
        }
    }

    /// <summary>Does something between two steps, such as moving the cursor; the screen is refreshed after it.</summary>
    public void Post(Action step) => _steps.Writer.TryWrite(step);

    /// <summary>Takes a typed line: text for the room looked at, or a command.</summary>
    public void Submit(string line) => Post(() => _ = Take(line));

    /// <summary>Takes a line of a pipe as soon as the room is open, the command before it is done and not too much is on its way.</summary>
    public Task SubmitPipedAsync(string line)
    {
        var piped = new PipedLine(line, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _steps.Writer.TryWrite(() => _piped.Enqueue(piped)) ? piped.Taken.Task : Task.CompletedTask;
    }

    public void Show(ChatLine line) => Post(() => _screen.Print(line));

    public void Clear() => Post(_screen.Clear);

    public void Send(string room, EventKind kind, string text, long? reference = null) => Link.Post(room, kind, text, reference);

    public void Ignore(Nick nick, bool on) => Post(() => _state = _state with { Ignored = _state.Ignored.With(nick, on) });

    public Task KeepIgnoredAsync(Nick nick, bool on) => Ignored?.KeepAsync(nick, on) ?? Task.CompletedTask;

    public void Select(string room, string? insteadOf = null) => Post(() =>
    {
        if (insteadOf is null || _state.Current == insteadOf)
        {
            Look(_state.Select(room));
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

    public void Unselect(string room) => Post(() => Look(_state.Unselect(room)));

    /// <summary>Ends when everything typed is out; asked a second time, at once.</summary>
    public void Quit() => Post(() =>
    {
        if (_quitWanted && !_quitting)
        {
            _quitting = true;
            Link.Quit();
        }
        else if (!_quitWanted)
        {
            _quitWanted = true;
            if (Link.Unanswered > 0 && !_state.IsOnline)
            {
                _screen.Print(ChatLine.Status($"{Counted.Of(Link.Unanswered, "message")} not sent yet; it ends when they are. /quit again ends it now{(Link.KeepsPosts ? ", and they go out the next time" : "")}"));
            }
        }
    });

    /// <summary>The input has ended: everything that was in it is done first.</summary>
    public void EndInput() => Post(() => _inputEnded = true);

    /// <summary>Ends at once, whatever is on its way.</summary>
    public void Terminate() => Post(() =>
    {
        _quitting = true;
        Link.Quit();
    });

    /// <summary>The line goes with its room before the next key is taken, which is for the other one.</summary>
    private void Look(ChatState state)
    {
        _state = state;
        Drafts?.Turn(state);
    }

    private async Task<LinkEnd> LoopAsync(Task<LinkEnd> linking)
    {
        Task<bool>? steps = null;
        Task<bool>? events = null;
        Drafts?.Turn(_state);
        _screen.Refresh(Prompt());
        while (_end is null)
        {
            steps ??= _steps.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            events ??= Link.Events.WaitToReadAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(steps, events);
            steps = steps.IsCompleted ? null : steps;
            while (_steps.Reader.TryRead(out var step))
            {
                step();
            }

            TakeEvents();
            if (events.IsCompleted)
            {
                _end ??= await events ? null : await linking;
                events = null;
            }

            await ReapAsync();
            TakePiped();
            QuitWhenDone();
            Drafts?.Turn(_state);
            _screen.Refresh(Prompt());
            _places.Keep();
        }

        _steps.Writer.TryComplete();
        foreach (var piped in _piped)
        {
            piped.Taken.SetResult();
        }

        return _end;
    }

    private void TakeEvents()
    {
        for (var i = 0; i < MaxEventsAtOnce && _end is null && Link.Events.TryRead(out var happened); i++)
        {
            OnLink(happened);
            _places.Add(happened);
        }
    }

    private void OnLink(LinkEvent happened)
    {
        switch (happened)
        {
            case LinkEvent.Ended ended:
                _end = ended.End;
                if (_end.Message.Length > 0)
                {
                    _screen.Print(ChatLine.Of(LineKind.Error, DisplayText.Lines(_end.Message)));
                }

                return;
            case LinkEvent.PostFailed { Error.Code: ClientCodes.NotConnected }:
                _dropped = true;
                break;
            case LinkEvent.PostFailed:
                _refused = true;
                break;
            case LinkEvent.RoomOpened or LinkEvent.RoomRefused:
                _entered = true;
                break;
            default:
                break;
        }

        var (state, lines) = Reducer.Apply(_state, happened);
        _state = state;
        foreach (var line in lines)
        {
            _screen.Print(line);
        }
    }

    private Task Take(string line)
    {
        switch (TypedLine.Of(line))
        {
            case TypedLine.Call call:
                var task = RunAsync(call);
                _running.Add(task);
                return task;
            case TypedLine.Message message when _state.Current is { } room:
                this.Say(room, EventKind.Text, message.Text);
                return Task.CompletedTask;
            case TypedLine.Message message:
                _screen.Print(ChatLine.Error($"You are in no room, so nobody would read it: {message.Text}"));
                _screen.Print(ChatLine.Status($"/join #NAME enters a room, /list shows which there are."));
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }

        async Task RunAsync(TypedLine.Call call)
        {
            await _commands.RunAsync(this, call);

            // Whoever waits for it is looked after in the step that this begins.
            Post(static () => { });
        }
    }

    private void TakePiped()
    {
        while (_state.IsOnline && _entered && _running.Count == 0 && Link.Unanswered < MaxUnanswered && _piped.TryDequeue(out var piped))
        {
            _ = Take(piped.Line);
            piped.Taken.SetResult();
            _running.RemoveAll(static task => task.IsCompletedSuccessfully);
        }
    }

    /// <summary>Forgets the commands that are done; one that failed is a mistake of ours, and not to be overlooked.</summary>
    private async Task ReapAsync()
    {
        foreach (var task in _running.FindAll(static task => task.IsCompleted))
        {
            _running.Remove(task);
            await task;
        }
    }

    /// <summary>
    /// On the person's word once everything typed is out; at the end of a pipe not before the room has been entered either; and when nobody
    /// reads what is shown.
    /// </summary>
    private void QuitWhenDone()
    {
        var idle = _running.Count == 0 && _piped.Count == 0 && Link.Unanswered == 0;
        if (!_quitting && (_screen.IsGone || (idle && (_quitWanted || (_inputEnded && _entered)))))
        {
            _quitting = true;
            Link.Quit();
        }
    }

    private DisplayText Prompt()
    {
        var room = _state.Current is { } current ? DisplayText.Of(current) : DisplayText.Literal("no room");
        var offline = _state.IsOnline ? default : DisplayText.Literal(_state.OfflineReason is null ? ", connecting" : ", offline");
        var waiting = Link.Unanswered is > 0 and var count && !_state.IsOnline ? DisplayText.Format($", {count} to send") : default;
        return DisplayText.Format($"[{room}{offline}{waiting}] ");
    }

    /// <summary>A line of a pipe, and what its reader waits for.</summary>
    private sealed record PipedLine(string Line, TaskCompletionSource Taken);
}
