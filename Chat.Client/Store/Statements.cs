using Microsoft.Data.Sqlite;

namespace Chat.Client.Store;

/// <summary>The statements of one connection, each prepared once. Disposing of it disposes of them, not of the connection.</summary>
internal sealed class Statements : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _bySql = new(StringComparer.Ordinal);

    public Statements(SqliteConnection connection)
    {
        _connection = connection;
    }

    /// <summary>The statement with this text; the same one every time.</summary>
    /// <exception cref="SqliteException">The text is no statement for this database.</exception>
    public Statement On(string sql)
    {
        if (!_bySql.TryGetValue(sql, out var statement))
        {
            _bySql.Add(sql, statement = new Statement(_connection, sql));
        }

        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _bySql.Values)
        {
            statement.Dispose();
        }
    }
}
