using System.Text;
using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite;

/// <summary>A connection that reads, with its statements. One thread at a time; every read sees one moment of the database.</summary>
internal sealed class Reader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly BlockReader _blocks;
    private readonly Statements _statements;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _first;
    private readonly Statement _key;
    private readonly Statement _words;
    private readonly Action _suspect;

    /// <param name="files">What to read.</param>
    /// <param name="suspect">Is called when the index turns out to be damaged.</param>
    /// <exception cref="SqliteException">The files cannot be opened.</exception>
    public Reader(StoreFiles files, Action suspect)
    {
        _suspect = suspect;
        _connection = Database.OpenReader(files.Database);
        Database.Attach(_connection, files.Index, "found");
        _blocks = new BlockReader(_connection);
        _statements = new Statements(_connection);
        _begin = _statements.On("BEGIN");
        _end = _statements.On("COMMIT");
        _first = _statements.On("SELECT first, head FROM logs WHERE number = ?");
        _key = _statements.On("SELECT log, seq, time FROM found.keys WHERE user = ? AND key = ?");
        _words = _statements.On("SELECT rowid FROM found.texts WHERE texts MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC");
    }

    public SqliteConnection Connection => _connection;

    public BlockReader Blocks => _blocks;

    /// <summary>Does something on one moment of the database.</summary>
    public T At<T>(Func<Reader, T> read)
    {
        _begin.Run();
        try
        {
            return read(this);
        }
        finally
        {
            _end.Run();
        }
    }

    /// <summary>A range of a log.</summary>
    public LogSlice Read(long log, LogRead read)
    {
        if (!_first.Bind(1, log).Step())
        {
            return new LogSlice([], 1);
        }

        var (first, head) = (_first.Int64(0), _first.Int64(1));
        _first.Reset();

        // Clamped before one is added or taken away: a client may ask for what is after the largest number there is.
        var low = Math.Max(Math.Min(read.After, head) + 1, first);
        var high = Math.Min(Math.Max(read.Before, first) - 1, head);
        if (low > high)
        {
            return new LogSlice([], first);
        }

        var events = new List<LogEvent>((int)Math.Min(read.Limit, high - low + 1));
        var bytes = 0L;
        foreach (var stored in read.FromEnd ? Down(log, low, high) : Up(log, low, high))
        {
            var e = _blocks.Resolve(log, stored);
            bytes += Encoding.UTF8.GetByteCount(e.Text);
            if (events.Count > 0 && bytes > read.MaxBytes)
            {
                break;
            }

            events.Add(e);
            if (events.Count == read.Limit)
            {
                break;
            }
        }

        if (read.FromEnd)
        {
            events.Reverse();
        }

        return new LogSlice(events, first);
    }

    /// <summary>Who wrote an event and what it is.</summary>
    public EventOrigin? Find(long log, long seq)
    {
        if (!_first.Bind(1, log).Step())
        {
            return null;
        }

        var first = _first.Int64(0);
        _first.Reset();
        if (seq < first || _blocks.Holding(log, seq) is not { } block)
        {
            return null;
        }

        var e = block[seq].Event;
        return new EventOrigin(e.Author, e.Kind);
    }

    /// <summary>Where the post with a key is, as far as the index knows; by the number of its log.</summary>
    public (long Log, long Seq, long Time)? Find(PostKey key)
    {
        if (!StepIndex(_key.Bind(1, key.User.Value).Bind(2, key.Key)))
        {
            return null;
        }

        var found = (_key.Int64(0), _key.Int64(1), _key.Int64(2));
        _key.Reset();
        return found;
    }

    /// <summary>Places of events whose text has what an expression asks for, newest first, all before <paramref name="before"/>.</summary>
    public IEnumerable<long> Match(string expression, long before)
    {
        _words.Bind(1, expression).Bind(2, before);
        try
        {
            while (StepIndex(_words))
            {
                yield return _words.Int64(0);
            }
        }
        finally
        {
            _words.Reset();
        }
    }

    public void Dispose()
    {
        _statements.Dispose();
        _blocks.Dispose();
        _connection.Dispose();
    }

    private bool StepIndex(Statement statement)
    {
        try
        {
            return statement.Step();
        }
        catch (SqliteException damaged) when (Database.IsDamage(damaged))
        {
            _suspect();
            throw;
        }
    }

    private IEnumerable<StoredEvent> Up(long log, long low, long high)
    {
        var next = low;
        foreach (var block in _blocks.From(log, low))
        {
            if (next > high || block.First > next)
            {
                break;
            }

            for (; next <= Math.Min(high, block.Last); next++)
            {
                yield return block[next];
            }
        }

        Demand(next > high);
    }

    private IEnumerable<StoredEvent> Down(long log, long low, long high)
    {
        var next = high;
        foreach (var block in _blocks.BackFrom(log, high))
        {
            if (next < low || block.Last < next)
            {
                break;
            }

            for (; next >= Math.Max(low, block.First); next--)
            {
                yield return block[next];
            }
        }

        Demand(next < low);
    }

    private static void Demand(bool isWhole)
    {
        if (!isWhole)
        {
            throw new InvalidDataException("Blocks of a log are missing.");
        }
    }
}
