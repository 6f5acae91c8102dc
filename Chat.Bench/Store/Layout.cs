using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Microsoft.Data.Sqlite;

namespace Chat.Bench.Store;

/// <summary>A database with one layout of events and keys. One thread.</summary>
internal sealed class Layout : IDisposable
{
    private readonly bool _isBlocks;
    private readonly KeyIndex _index;
    private readonly SqliteConnection _connection;
    private readonly Statements _statements;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _setHead;
    private readonly Statement _add;
    private readonly Statement? _addKey;
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<StoredEvent> _pending = [];
    private readonly List<(long Hash, long Place)> _hashes = [];
    private long _lastBlock;

    public Layout(string path, bool isBlocks, KeyIndex index, int rooms)
    {
        _isBlocks = isBlocks;
        _index = index;
        _connection = Database.OpenWriter(path, Durability.Full);
        Database.Execute(_connection, "PRAGMA wal_autocheckpoint = 4000");
        Database.Execute(_connection, "CREATE TABLE logs (number INTEGER PRIMARY KEY, head INTEGER NOT NULL)");
        Database.Execute(_connection, isBlocks
            ? "CREATE TABLE blocks (id INTEGER PRIMARY KEY, log INTEGER NOT NULL, first INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (log, first))"
            : "CREATE TABLE events (log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, author INTEGER NOT NULL, nick TEXT NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL, ref INTEGER, key BLOB, PRIMARY KEY (log, seq)) WITHOUT ROWID");
        if (KeySchema(index) is { } schema)
        {
            Database.Execute(_connection, schema);
        }

        for (var room = 1; room <= rooms; room++)
        {
            Database.Execute(_connection, $"INSERT INTO logs VALUES ({room}, 0)");
        }

        _statements = new Statements(_connection);
        _begin = _statements.On("BEGIN IMMEDIATE");
        _commit = _statements.On("COMMIT");
        _setHead = _statements.On("UPDATE logs SET head = ?2 WHERE number = ?1");
        _add = _statements.On(isBlocks ? "INSERT INTO blocks VALUES (?, ?, ?, ?)" : "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _addKey = index switch
        {
            KeyIndex.Table => _statements.On("INSERT INTO keys VALUES (?, ?, ?, ?, ?)"),
            KeyIndex.Hash => _statements.On("INSERT INTO keys VALUES (?, ?)"),
            _ => null,
        };
    }

    /// <summary>What it is called in tables.</summary>
    public static string Name(bool isBlocks, KeyIndex index)
    {
        var events = isBlocks ? "blob a group" : "row an event";
        return index switch
        {
            KeyIndex.Table => $"{events}, table of keys",
            KeyIndex.Unique => $"{events}, unique index",
            KeyIndex.Hash => $"{events}, table of hashes",
            _ => events,
        };
    }

    /// <summary>Commits a group: for some rooms, by number, events that follow each other.</summary>
    public void Append(IReadOnlyList<(long Room, LogEvent[] Events)> group)
    {
        _begin.Run();
        foreach (var (room, events) in group)
        {
            if (_isBlocks)
            {
                AddBlocks(room, events);
            }
            else
            {
                AddRows(room, events);
            }

            _setHead.Bind(1, room).Bind(2, events[^1].Seq).Run();
        }

        AddHashes();
        _commit.Run();
    }

    /// <summary>Moves everything into the file itself.</summary>
    public void Checkpoint() => Database.Execute(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        _statements.Dispose();
        _connection.Dispose();
    }

    private static string? KeySchema(KeyIndex index) => index switch
    {
        KeyIndex.Table => "CREATE TABLE keys (user INTEGER NOT NULL, key BLOB NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (user, key)) WITHOUT ROWID",
        KeyIndex.Hash => "CREATE TABLE keys (hash INTEGER PRIMARY KEY, place INTEGER NOT NULL)",
        KeyIndex.Unique => "CREATE UNIQUE INDEX keys ON events (author, key)",
        _ => null,
    };

    private void AddRows(long room, LogEvent[] events)
    {
        foreach (var e in events)
        {
            _add.Bind(1, room).Bind(2, e.Seq).Bind(3, e.Time).Bind(4, e.Author.Value).Bind(5, e.Nick).Bind(6, (long)e.Kind).Bind(7, e.Text).Bind(8, e.Ref)
                .Bind(9, e.Key!.Value).Run();
            AddKey(room, e, room << 40 | e.Seq);
        }
    }

    private void AddBlocks(long room, LogEvent[] events)
    {
        foreach (var block in events.Chunk(BlockCodec.MaxEvents))
        {
            _pending.Clear();
            _lastBlock++;
            foreach (var e in block)
            {
                _pending.Add(new StoredEvent(e, false));
                AddKey(room, e, _lastBlock);
            }

            BlockCodec.Encode(_pending, _lastBlock, room, _bytes);
            _add.Bind(1, _lastBlock).Bind(2, room).Bind(3, block[0].Seq).Bind(4, _bytes.WrittenSpan).Run();
        }
    }

    private void AddKey(long room, LogEvent e, long place)
    {
        if (_index == KeyIndex.Table)
        {
            _addKey!.Bind(1, e.Author.Value).Bind(2, e.Key!.Value).Bind(3, room).Bind(4, e.Seq).Bind(5, e.Time).Run();
        }
        else if (_index == KeyIndex.Hash)
        {
            Span<byte> key = stackalloc byte[24];
            BinaryPrimitives.WriteInt64BigEndian(key, e.Author.Value);
            e.Key!.Value.TryWriteBytes(key[8..], bigEndian: true, out _);
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(key, hash);
            _hashes.Add((BinaryPrimitives.ReadInt64BigEndian(hash), place));
        }
    }

    /// <summary>In order, so that those of one page are written together.</summary>
    private void AddHashes()
    {
        _hashes.Sort();
        foreach (var (hash, place) in _hashes)
        {
            _addKey!.Bind(1, hash).Bind(2, place).Run();
        }

        _hashes.Clear();
    }
}
