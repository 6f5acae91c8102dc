using System.Text;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Search;

namespace Chat.Client.Commands;

/// <summary>Looking for what was said, and where that ended last. Any thread.</summary>
internal sealed class SearchCommands
{
    private const int HitsAtOnce = 20;

    /// <summary>A server looks at so many messages for one request and may find none of the words in them.</summary>
    private const int MaxPages = 10;

    private Search? _older;

    public IReadOnlyList<Command> All =>
    [
        new("search", "[#ROOM] WORDS", "look for what was said", SearchAsync)
        {
            Topic = CommandTopic.Messages,
            Examples =
            [
                ("/search soup friday", "messages with both words, wherever you are"),
                ("/search \"at noon\" sou*", "a phrase, and a word that begins so"),
                ("/search #cooking soup", "in one room only"),
                ("/search @bob soup", "in the conversation with bob only"),
                ("/search", "goes on to older ones"),
            ],
        },
    ];

    private Task SearchAsync(IChat chat, string argument)
    {
        // Taken out while it runs, so that no page is shown twice.
        var older = Interlocked.Exchange(ref _older, null);
        if (argument.Length == 0)
        {
            return older is null ? chat.Misused("/search [#ROOM] WORDS") : FindAsync(chat, older);
        }

        var (first, rest) = Replies.Split(argument);
        var isRoom = first.StartsWith('#') && rest.Length > 0;
        var isConversation = first.StartsWith('@') && rest.Length > 0;
        var room = isRoom ? chat.State.Resolve(first) : isConversation ? chat.ConversationWith(first) : null;
        if (isConversation && room is null)
        {
            return Task.CompletedTask;
        }

        var words = room is null ? argument : rest;
        if (Encoding.UTF8.GetByteCount(words) > Limits.MaxQuery)
        {
            chat.Show(ChatLine.Error($"That is too long to look for: {Limits.MaxQuery} bytes are allowed."));
            return Task.CompletedTask;
        }

        if (!SearchQuery.TryParse(words, out _))
        {
            chat.Show(ChatLine.Error($"There is no word to look for in {words}."));
            return Task.CompletedTask;
        }

        return FindAsync(chat, new Search(words, room, null));
    }

    private async Task FindAsync(IChat chat, Search search)
    {
        var hits = new List<Hit>();
        var next = search;
        for (var page = 0; page < MaxPages && next is not null && hits.Count < HitsAtOnce; page++)
        {
            var (words, room, cursor) = next;
            var limit = HitsAtOnce - hits.Count;
            var (answer, isCopy) = await chat.Link.SearchAsync(words, room, cursor, limit);
            if (isCopy && page == 0)
            {
                chat.Show(ChatLine.Status($"Offline: looking through the copy kept here, which has what was seen here only"));
            }

            if (answer is not HitsFrame found)
            {
                Show(chat, hits);
                Interlocked.Exchange(ref _older, next);
                if (answer is ErrorFrame error)
                {
                    chat.Refuse(error, room ?? "/search");
                }

                return;
            }

            hits.AddRange(found.Hits);
            next = found.Cursor is { } further ? next with { Cursor = further } : null;
        }

        Show(chat, hits);
        Interlocked.Exchange(ref _older, next);
        Conclude(chat, search, hits.Count, next is null);
    }

    /// <summary>The newest last, as in a room.</summary>
    private static void Show(IChat chat, List<Hit> hits)
    {
        for (var i = hits.Count - 1; i >= 0; i--)
        {
            chat.Show(chat.Reducer.Line(chat.State, hits[i]));
        }
    }

    private static void Conclude(IChat chat, Search search, int count, bool isEnd)
    {
        var where = search.Room is { } room ? DisplayText.Format($" in {room}") : default;
        var older = DisplayText.Literal(search.Cursor is null ? "" : "older ");
        var found = Counted.Of(count, "message");
        chat.Show((count, isEnd) switch
        {
            (0, true) => ChatLine.Status($"No {older}message{where} has that: {search.Words}"),
            (0, false) => ChatLine.Status($"Nothing found yet. /search looks further back for {search.Words}"),
            (_, true) => ChatLine.Status($"{found}{where} for {search.Words}; there are no older ones"),
            (_, false) => ChatLine.Status($"{found}{where} for {search.Words}; /search shows older ones"),
        });
    }

    /// <summary>What was looked for.</summary>
    /// <param name="Words">The query.</param>
    /// <param name="Room">In which room only; null for everywhere.</param>
    /// <param name="Cursor">Where it goes on; null at the newest.</param>
    private sealed record Search(string Words, string? Room, string? Cursor);
}
