using System.Globalization;
using System.Text;
using Chat.Protocol.Search;

namespace Chat.Server.Log.Sqlite;

/// <summary>A query in the language of SQLite's full-text search.</summary>
internal static class WordExpression
{
    /// <summary>Rooms that are named in the expression at the most; in more, all hits are looked at.</summary>
    public const int MaxRooms = 64;

    /// <summary>The token that stands for a log in the index.</summary>
    public static string RoomToken(long log) => string.Create(CultureInfo.InvariantCulture, $"r{log}");

    /// <summary>Composes it. Tokens hold letters and digits only, so that nothing in them means anything to SQLite.</summary>
    public static string Compose(SearchQuery query, IReadOnlyCollection<long> logs)
    {
        var text = new StringBuilder();
        foreach (var term in query.Terms)
        {
            text.Append(text.Length == 0 ? "text : " : " AND text : ").Append('"').AppendJoin(' ', term.Tokens).Append('"').Append(term.IsPrefix ? " *" : "");
        }

        if (logs.Count <= MaxRooms)
        {
            text.Append(" AND room : (").AppendJoin(" OR ", logs.Select(RoomToken)).Append(')');
        }

        return text.ToString();
    }
}
