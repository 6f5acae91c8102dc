using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>What is kept over the end of the program: written before anything is sent or shown that depends on it.</content>
internal sealed partial class ServerLink
{
    /// <summary>How often we look for programs of the same person that have ended and left something to be sent.</summary>
    private static readonly TimeSpan HeirInterval = TimeSpan.FromSeconds(5);

    private readonly Queue<string> _incomplete = new();
    private bool _isFilling;

    /// <summary>What is not sent when the link ends is sent by the next one.</summary>
    public bool KeepsPosts => _memory?.IsForPerson == true;

    /// <summary>The latest messages of a room: out of the copy kept here where it has them without a gap, from the server otherwise.</summary>
    /// <param name="room">The room, as the server spells it.</param>
    /// <param name="count">At most so many.</param>
    public async Task<HistoryAnswer> HistoryAsync(string room, int count)
    {
        var asked = new TaskCompletionSource<bool?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isUpToDate = _inbox.Writer.TryWrite(() => asked.SetResult(_session.IsUpToDate(room))) ? await asked.Task : null;
        var copied = isUpToDate == false ? null : _memory?.Page(room, count);
        if (copied is { IsWhole: true } or { Events.Count: > 0 } && (copied.IsWhole || isUpToDate is null))
        {
            return new HistoryAnswer(new PageFrame(0, room, copied.Events, !copied.IsWhole, 0), isUpToDate is null ? copied.IsWhole : null);
        }

        var answer = await AskAsync(id => new HistoryFrame(id, room, null, null, count));
        if (answer is PageFrame page)
        {
            _memory?.Looked(page);
        }

        return new HistoryAnswer(answer, null);
    }

    /// <summary>Looks for messages on the server; without a connection, in the copy kept here.</summary>
    /// <param name="query">What is looked for.</param>
    /// <param name="room">In which room only; null for everywhere.</param>
    /// <param name="cursor">Where an earlier answer ended; null: at the newest.</param>
    /// <param name="limit">At most so many.</param>
    public async Task<SearchAnswer> SearchAsync(string query, string? room, string? cursor, int limit)
    {
        var place = SearchPlace.Parse(cursor);
        var answer = place is null ? await AskAsync(id => new SearchFrame(id, query, room, cursor, limit)) : ClientCodes.NotConnectedError;
        var isCopy = answer is ErrorFrame { Code: ClientCodes.NotConnected } && (cursor is null || place is not null);
        return isCopy && _memory?.Search(query, room, place, limit) is { } hits ? new SearchAnswer(hits, IsCopy: true) : new SearchAnswer(answer, IsCopy: false);
    }

    /// <summary>Everything of a room up to this one is on the screen.</summary>
    public void Shown(string room, long seq) => _memory?.Shown(room, seq);

    /// <summary>The rooms of which there was a copy when the link was made, the one used last first.</summary>
    public IEnumerable<string> CopiedRooms => _memory?.Restored.Places.Select(static place => place.Room) ?? [];

    /// <summary>Messages that were refused and wait to be sent again or dropped.</summary>
    public IReadOnlyList<StoredPost> RefusedPosts() => _memory?.Refused() ?? [];

    /// <summary>Sends a refused message again, to the room that has its name now.</summary>
    /// <returns>False when it is gone already.</returns>
    public bool Retry(Guid key)
    {
        if (_memory?.Retry(key) is not { } post)
        {
            return false;
        }

        _inbox.Writer.TryWrite(() => Restore([post], isAsked: true));
        return true;
    }

    /// <summary>Forgets a refused message.</summary>
    /// <returns>False when it is gone already.</returns>
    public bool Drop(Guid key) => _memory?.Drop(key) == true;

    /// <summary>What was begun to be typed in a room.</summary>
    public string Draft(string room) => _memory?.Draft(room) ?? "";

    /// <summary>Keeps what was begun to be typed in a room.</summary>
    public void KeepDraft(string room, string text) => _memory?.KeepDraft(room, text);

    /// <summary>Writes down which posts are about to leave, so that none is sent twice by whoever comes after us.</summary>
    /// <returns>Why it cannot be written down, and then nothing may leave; null when it is.</returns>
    private string? Release()
    {
        var leaving = new List<Outgoing>();
        while (_session.TryTakeLeaving(out var post))
        {
            leaving.Add(post!);
        }

        if (leaving.Count == 0 || _memory?.Release(leaving) is not { } trouble)
        {
            return null;
        }

        leaving.ForEach(static post => post.SentAs = null);
        return trouble;
    }

    /// <summary>Keeps the nick for the next start; null, or what there is to tell about it.</summary>
    private async ValueTask<LinkEvent?> KeepNickAsync(string nick)
    {
        try
        {
            await _options.KeepNick(nick, _ending.Token);
            return null;
        }
        catch (StoreException failed)
        {
            return new LinkEvent.NickNotKept(failed.Message);
        }
    }

    /// <summary>What has happened since this was asked last, written down.</summary>
    private IReadOnlyList<LinkEvent> Recorded()
    {
        var batch = new List<LinkEvent>();
        while (_happened.TryDequeue(out var happened) || _session.TryTakeEvent(out happened))
        {
            batch.Add(happened!);
        }

        if (batch.Count == 0)
        {
            return batch;
        }

        foreach (var opened in batch.OfType<LinkEvent.RoomOpened>().Where(_ => _memory?.IsForPerson == true))
        {
            _incomplete.Enqueue(opened.Joined.Room);
        }

        return _memory is null ? LinkMemory.Tell(batch) : _memory.Record(batch, _options);
    }

    private void TakeOver()
    {
        if (_memory?.TakeOver() is { Count: > 0 } posts)
        {
            Restore(posts);
        }
    }

    private void Restore(IReadOnlyList<StoredPost> posts, bool isAsked = false)
    {
        Interlocked.Add(ref _unanswered, posts.Count);
        _session.Restore(posts, Now, isAsked);
    }

    /// <summary>Fetches what was jumped over, a page at a time, so that the copy has no gap and no text that was taken back there.</summary>
    private void FillIn()
    {
        while (!_isFilling && _session.IsOnline && _incomplete.TryPeek(out var room))
        {
            if (_memory!.Missing(room) is not { } missing)
            {
                _incomplete.Dequeue();
                continue;
            }

            _isFilling = true;
            _session.Ask(
                id => new HistoryFrame(id, room, missing.UpTo + 1, missing.After, Limits.MaxPage),
                answer =>
                {
                    _isFilling = false;
                    if (answer is not PageFrame page || !_memory.Filled(room, missing.After, page))
                    {
                        // It is asked for again when the room is opened the next time; until then what it might change is withheld.
                        _incomplete.TryDequeue(out _);
                    }
                },
                Now);
        }
    }
}
