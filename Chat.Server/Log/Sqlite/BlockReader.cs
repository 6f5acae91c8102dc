using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>Reads blocks and what their events read as by now. Belongs to one connection and one thread at a time.</summary>
internal sealed class BlockReader : IDisposable
{
    private readonly Statements _statements;
    private readonly Statement _upwards;
    private readonly Statement _downwards;
    private readonly Statement _byId;
    private readonly Statement _logOf;
    private readonly Statement _next;
    private readonly Statement _text;

    public BlockReader(SqliteConnection connection)
    {
        _statements = new Statements(connection);
        // The block that holds a seq is the last that begins at or below it.
        _upwards = _statements.On("SELECT id, first, data FROM blocks WHERE log = ?1 AND first >= coalesce((SELECT max(first) FROM blocks WHERE log = ?1 AND first <= ?2), ?2) ORDER BY first");
        _downwards = _statements.On("SELECT id, first, data FROM blocks WHERE log = ?1 AND first <= ?2 ORDER BY first DESC");
        _byId = _statements.On("SELECT log, first, data FROM blocks WHERE id = ?");
        _logOf = _statements.On("SELECT log FROM blocks WHERE id = ?");
        _next = _statements.On("SELECT id, log, first, data FROM blocks WHERE id > ? ORDER BY id");
        _text = _statements.On("SELECT id, data FROM revisions WHERE log = ? AND target = ? ORDER BY id DESC LIMIT 1");
    }

    /// <summary>Blocks from the one that holds <paramref name="seq"/> on, or from the next.</summary>
    public IEnumerable<StoredBlock> From(long log, long seq) => Blocks(_upwards.Bind(1, log).Bind(2, seq), log);

    /// <summary>Blocks back from the one that holds <paramref name="seq"/>.</summary>
    public IEnumerable<StoredBlock> BackFrom(long log, long seq) => Blocks(_downwards.Bind(1, log).Bind(2, seq), log);

    /// <summary>The block that holds one event; null when there is none.</summary>
    public StoredBlock? Holding(long log, long seq)
    {
        foreach (var block in BackFrom(log, seq))
        {
            return block.Last >= seq ? block : null;
        }

        return null;
    }

    /// <summary>One block by its id; null when there is none.</summary>
    public StoredBlock? Find(long id)
    {
        if (!_byId.Bind(1, id).Step())
        {
            return null;
        }

        var (log, first, data) = (_byId.Int64(0), _byId.Int64(1), _byId.Blob(2).ToArray());
        _byId.Reset();
        return new StoredBlock(id, log, first, BlockCodec.Decode(data, id, log, first));
    }

    /// <summary>The number of the log that a block is of; 0 when there is no such block.</summary>
    public long LogOf(long id)
    {
        if (!_logOf.Bind(1, id).Step())
        {
            return 0;
        }

        var log = _logOf.Int64(0);
        _logOf.Reset();
        return log;
    }

    /// <summary>All blocks after one, in the order of commits, but those that are damaged.</summary>
    /// <param name="id">The one.</param>
    /// <param name="damaged">Is told of each that is left out.</param>
    public IEnumerable<StoredBlock> After(long id, Action<long, InvalidDataException> damaged)
    {
        _next.Bind(1, id);
        try
        {
            while (_next.Step())
            {
                List<StoredEvent>? events = null;
                try
                {
                    events = BlockCodec.Decode(_next.Blob(3), _next.Int64(0), _next.Int64(1), _next.Int64(2));
                }
                catch (InvalidDataException broken)
                {
                    damaged(_next.Int64(0), broken);
                }

                if (events is not null)
                {
                    yield return new StoredBlock(_next.Int64(0), _next.Int64(1), _next.Int64(2), events);
                }
            }
        }
        finally
        {
            _next.Reset();
        }
    }

    /// <summary>An event with the text that it has by now.</summary>
    /// <exception cref="InvalidDataException">That text is damaged or missing.</exception>
    public LogEvent Resolve(long log, in StoredEvent stored) =>
        stored.Revised is not { } target ? stored.Event : stored.Event with { Text = TextOf(log, target) };

    /// <summary>What an edited message reads as.</summary>
    /// <exception cref="InvalidDataException">It is damaged or missing.</exception>
    public string TextOf(long log, long target)
    {
        if (!_text.Bind(1, log).Bind(2, target).Step())
        {
            throw new InvalidDataException("The text of an edited message is missing.");
        }

        try
        {
            return RevisionCodec.Decode(_text.Blob(1), _text.Int64(0), log, target);
        }
        finally
        {
            _text.Reset();
        }
    }

    public void Dispose() => _statements.Dispose();

    private static IEnumerable<StoredBlock> Blocks(Statement statement, long log)
    {
        try
        {
            while (statement.Step())
            {
                var (id, first) = (statement.Int64(0), statement.Int64(1));
                yield return new StoredBlock(id, log, first, BlockCodec.Decode(statement.Blob(2), id, log, first));
            }
        }
        finally
        {
            statement.Reset();
        }
    }
}
