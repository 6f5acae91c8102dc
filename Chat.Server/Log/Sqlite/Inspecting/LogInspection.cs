using System.Globalization;
using Chat.Protocol;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>Goes through the events of one log, block by block, and compares what the log's own row says with them.</summary>
internal sealed class LogInspection
{
    private readonly Snapshot _snapshot;
    private readonly InspectedLog _log;
    private readonly KeyCollection _keys;
    private readonly IReadOnlySet<UserId> _users;
    private readonly Findings _findings;
    private long? _expected;
    private long _lastBlock;
    private long _lastTime = long.MinValue;
    private bool _isWhole = true;
    private (bool IsSet, string? Text) _topic;

    public LogInspection(Snapshot snapshot, InspectedLog log, KeyCollection keys, IReadOnlySet<UserId> users, Findings findings)
    {
        _snapshot = snapshot;
        _log = log;
        _keys = keys;
        _users = users;
        _findings = findings;
    }

    public long Blocks { get; private set; }

    /// <summary>Looks at everything.</summary>
    /// <param name="progress">Is told how many events each block had.</param>
    public void Run(Action<long> progress)
    {
        using (var blocks = new Statement(_snapshot.Connection, "SELECT id, first, data FROM blocks WHERE log = ? ORDER BY first"))
        {
            blocks.Bind(1, _log.Number);
            while (blocks.Step())
            {
                Blocks++;
                progress(Look(blocks.Int64(0), blocks.Int64(1), blocks.Blob(2)));
            }
        }

        End();
        Revisions();
    }

    private int Look(long id, long first, ReadOnlySpan<byte> data)
    {
        if (id <= _lastBlock)
        {
            Add($"block {id} comes after block {_lastBlock}, which was committed later");
        }

        Follow(id, first);
        _lastBlock = id;
        try
        {
            var events = BlockCodec.Decode(data, id, _log.Number, first);
            if (events.Count is 0 or > BlockCodec.MaxEvents)
            {
                throw new InvalidDataException($"It has {events.Count} events.");
            }

            foreach (var stored in events)
            {
                Look(id, stored);
            }

            _expected = first + events.Count;
            return events.Count;
        }
        catch (InvalidDataException damaged)
        {
            _isWhole = false;
            _expected = null;
            Add($"block {id}, from seq {first} on: {damaged.Message}");
            return 0;
        }
    }

    /// <summary>Blocks follow each other; before the first event that is kept there may be gaps, since retention takes whole blocks.</summary>
    private void Follow(long id, long first)
    {
        if (_lastBlock == 0)
        {
            _expected = _log.First;
            if (first <= _log.First)
            {
                return;
            }
        }

        if (_expected is not { } expected || first == expected)
        {
            return;
        }

        if (first < expected)
        {
            _isWhole = false;
            Add($"block {id} begins at seq {first}, where the block before has not ended");
        }
        else if (first > _log.First)
        {
            _isWhole = false;
            Add($"the seqs {Math.Max(expected, _log.First)} to {first - 1} are missing");
        }
    }

    private void Look(long block, in StoredEvent stored)
    {
        var e = stored.Event;
        if (e.Kind is < EventKind.Text or > EventKind.Moderation)
        {
            Add($"seq {e.Seq} is of an unknown kind, {(int)e.Kind}");
        }

        if (e.Time < _lastTime)
        {
            Add($"seq {e.Seq} is older than the one before");
        }

        if (e.Kind != EventKind.Moderation && !_users.Contains(e.Author))
        {
            Add($"seq {e.Seq} is by user {e.Author.Value}, who is not there");
        }

        // What is past retention and still in a block with newer events has no text any more.
        if (e.Seq >= _log.First && stored.Revised is { } target && TextFault(target) is { } fault)
        {
            Add($"seq {e.Seq}: {fault}");
        }

        if (e.Key is { } key)
        {
            _keys.Add(new PostKey(e.Author, key), block, _log.Number, e.Seq);
        }

        if (e.Kind == EventKind.Topic)
        {
            _topic = (true, e.Text.Length == 0 ? null : e.Text);
        }

        _lastTime = e.Time;
    }

    private void End()
    {
        if (Blocks == 0)
        {
            if (_log.First <= _log.Head)
            {
                Add($"the seqs {_log.First} to {_log.Head} are missing");
            }

            return;
        }

        if (_expected is { } expected)
        {
            if (expected - 1 != _log.Head)
            {
                Add($"the newest event is {expected - 1}, the log says {_log.Head}");
            }

            if (_lastTime != _log.LastTime)
            {
                Add("the time of the newest event is not the one that the log says");
            }
        }

        var isTopic = _topic.IsSet ? _topic.Text == _log.Topic : _log.Topic is null || _log.First > 1;
        if (_isWhole && !isTopic)
        {
            Add("the topic is not the one that was set last");
        }
    }

    private string? TextFault(long target)
    {
        try
        {
            _snapshot.Blocks.TextOf(_log.Number, target);
            return null;
        }
        catch (InvalidDataException damaged)
        {
            return damaged.Message;
        }
    }

    private void Revisions()
    {
        using var revisions = new Statement(_snapshot.Connection, "SELECT DISTINCT target FROM revisions WHERE log = ? AND target >= ? ORDER BY target");
        revisions.Bind(1, _log.Number).Bind(2, _log.First);
        while (revisions.Step())
        {
            var target = revisions.Int64(0);
            try
            {
                if (_snapshot.Blocks.Holding(_log.Number, target) is not { } block)
                {
                    if (_isWhole)
                    {
                        Add($"there is an edited text of seq {target}, which is not there");
                    }
                }
                else if (block[target] is { IsRevised: false, Event.Kind: not EventKind.Delete })
                {
                    Add($"there is an edited text of seq {target}, which is not edited");
                }
            }
            catch (InvalidDataException)
            {
                // That block has been told of.
            }
        }
    }

    private void Add(FormattableString text) => _findings.Add("log", $"{_log.Name}: {text.ToString(CultureInfo.InvariantCulture)}");

    private void Add(string text) => _findings.Add("log", $"{_log.Name}: {text}");
}
