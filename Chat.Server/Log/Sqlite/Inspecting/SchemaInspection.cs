using Microsoft.Data.Sqlite;

namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>Compares the tables of a database with those that the migrations make.</summary>
internal static class SchemaInspection
{
    private const string Sort = "schema";

    /// <summary>Adds a finding for each table or index that is missing, is another, or should not be there.</summary>
    public static void Run(Snapshot snapshot, Findings findings)
    {
        var expected = Expected(snapshot.Version);
        var found = ReadSchema(snapshot.Connection);
        foreach (var (name, sql) in expected)
        {
            if (!found.TryGetValue(name, out var other))
            {
                findings.Add(Sort, $"{name} is missing");
            }
            else if (other != sql)
            {
                findings.Add(Sort, $"{name} is not what this server made");
            }
        }

        foreach (var name in found.Keys.Where(name => !expected.ContainsKey(name)))
        {
            findings.Add(Sort, $"{name} is not of this server");
        }
    }

    private static Dictionary<string, string> Expected(long version)
    {
        using var made = new SqliteConnection("Data Source=:memory:;Pooling=False");
        made.Open();
        Migrations.Run(made, ":memory:", [.. Migrations.Steps.Take((int)version)]);
        return ReadSchema(made);
    }

    private static Dictionary<string, string> ReadSchema(SqliteConnection connection)
    {
        var schema = new Dictionary<string, string>(StringComparer.Ordinal);

        // What SQLite keeps for itself (sqlite_stat1, indexes of primary keys) comes and goes as it likes.
        StateTables.Each(connection, "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid", row =>
            schema[$"{row.Text(0)} {row.Text(1)}"] = row.IsNull(2) ? "" : row.Text(2));
        return schema;
    }
}
