using Chat.Client.Commands;
using Chat.Client.Connection;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Plain;

/// <content>The loop, and what its steps do.</content>
internal sealed partial class LineChat
{
    /// <summary>Events taken before the screen is refreshed and keys are looked after.</summary>
    private const int MaxEventsAtOnce = 256;

    private void End()
    {
        _quitting = true;
        _marks?.Send();
        Link.Quit();
    }

    private void Print(Reduction reduction)
    {
        _state = reduction.State;
        foreach (var line in reduction.Lines)
        {
            _feed.Print(line);
        }
    }

    /// <summary>
    /// To another room: what has waited there is shown, and the typed line goes with its room before the next key is taken, which is for the
    /// other one.
    /// </summary>
    /// <param name="state">With the room that is looked at from now on.</param>
    /// <param name="isSame">It is the one before, by the server's name of it.</param>
    private void Look(ChatState state, bool isSame = false)
    {
        var before = _state;
        _state = state;
        if (state.FollowsRoom && state.Current != before.Current && !isSame)
        {
            Print(Viewpoint.Enter(before, state));
        }

        Drafts?.Turn(state, isSame);
    }

    /// <summary>Nothing is typed any more for a room that refused: back to where it was asked for.</summary>
    private void Unbar()
    {
        if (_state.Barred is not null)
        {
            Look(_state.Unbar());
        }
    }

    /// <summary>Looks elsewhere in the next step, before any other that waits: what is typed by now is meant for what was asked for.</summary>
    private void Turn(Action turn)
    {
        _turns.Enqueue(turn);
        Post(static () => { });
    }

    private void Turn()
    {
        while (_turns.TryDequeue(out var turn))
        {
            turn();
        }
    }

    private async Task<LinkEnd> LoopAsync(Task<LinkEnd> linking)
    {
        Task<bool>? steps = null;
        Task<bool>? events = null;
        Drafts?.Turn(_state);
        _feed.Refresh(_state, Link.Unanswered);
        while (_end is null)
        {
            steps ??= _steps.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            events ??= Link.Events.WaitToReadAsync(CancellationToken.None).AsTask();
            await Task.WhenAny(steps, events);
            steps = steps.IsCompleted ? null : steps;
            while (_steps.Reader.TryRead(out var step))
            {
                Turn();
                step();
            }

            TakeEvents();
            if (events.IsCompleted)
            {
                _end ??= await events ? null : await linking;
                events = null;
            }

            await _running.ReapAsync();
            TakePiped();
            QuitWhenDone();
            if (Drafts?.IsTyping == false)
            {
                Unbar();
            }

            Drafts?.Turn(_state);
            _feed.Refresh(_state, Link.Unanswered);
            if (_state.FollowsRoom)
            {
                _places.Keep(_state);
            }

            _marks?.Turn(_state);
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
                    _feed.Print(ChatLine.Of(LineKind.Error, DisplayText.Lines(ServerTimes.Local(_end.Message, Time.LocalTimeZone))));
                }

                return;
            case LinkEvent.PostFailed { Error.Code: ClientCodes.NotConnected }:
                _dropped = true;
                break;
            case LinkEvent.PostFailed:
                _refused = true;
                break;
            case LinkEvent.Online:
                _marks?.Greeted();
                break;
            default:
                break;
        }

        // What is being typed was meant for the room that refuses, and shall not go to the one before it.
        var before = happened is LinkEvent.RoomRefused refused && refused.Room == _state.Current && _state.Find(refused.Room) is null && Drafts?.IsTyping == true
            ? _state.Bar(refused.Room)
            : _state;
        var next = Reducer.Apply(before, happened);
        if (!before.FollowsRoom)
        {
            Print(next);
            NoteRoom(before);
            return;
        }

        var entered = next.State.Current != before.Current && happened is not LinkEvent.Told { Frame: RenamedFrame }
            ? Viewpoint.Enter(before, next.State)
            : new Reduction(next.State, []);
        var split = Viewpoint.Split(entered.State, next.Lines);
        Print(split);
        Print(entered with { State = _state });
        if (happened is LinkEvent.PostFailed && Link.KeepsPosts)
        {
            _feed.Print(ChatLine.Status($"/retry sends it again, /drop forgets it, /unsent lists all that was not sent"));
        }
    }

    /// <summary>Takes a line.</summary>
    /// <param name="line">It.</param>
    /// <param name="barred">The room it was typed for, if that has refused. The server says so again, and with that it is kept.</param>
    private Task Take(string line, string? barred)
    {
        switch (TypedLine.Of(line))
        {
            case TypedLine.Call call:
                var task = RunAsync(call);
                _running.Add(task);
                return task;
            case TypedLine.Message message when (barred ?? _state.Current) is { } room:
                this.Say(room, EventKind.Text, message.Text);
                return Task.CompletedTask;
            case TypedLine.Message message when !_state.FollowsRoom:
                Refuse(message.Text);
                return Task.CompletedTask;
            case TypedLine.Message message:
                _feed.Print(ChatLine.Error($"You are in no room, so nobody would read it: {message.Text}"));
                _feed.Print(ChatLine.Status($"/join #NAME enters a room, /list shows which there are."));
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

    /// <summary>
    /// On the person's word once everything typed is out, and commands have their answers unless there is no connection to bring them; at the end of a pipe not before the room has been entered either; and when nobody
    /// reads what is shown.
    /// </summary>
    private void QuitWhenDone()
    {
        var idle = _piped.Count == 0 && Link.Unanswered == 0;
        var wanted = _quitWanted && (_running.AreDone || !_state.IsOnline);
        if (!_quitting && (_screen.IsGone || (idle && (wanted || (_running.AreDone && _inputEnded && _entered)))))
        {
            End();
        }
    }
}
