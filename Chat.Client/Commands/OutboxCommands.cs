using System.Globalization;
using Chat.Client.State;
using Chat.Client.Store;

namespace Chat.Client.Commands;

/// <summary>What was typed, was not sent, and is kept until the person says what is to become of it.</summary>
internal static class OutboxCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new("unsent", "", "what was not sent, and why; what waits", ListAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/unsent", "numbers them for /retry and /drop")],
        },
        new("retry", "[NUMBER]", "send such a message again", RetryAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/retry", "all of them"), ("/retry 2", "the second one of /unsent")],
        },
        new("drop", "[NUMBER]", "forget such a message", DropAsync)
        {
            Topic = CommandTopic.Messages,
            Examples = [("/drop", "all of them"), ("/drop 2", "the second one of /unsent")],
        },
    ];

    private static Task ListAsync(IChat chat, string argument)
    {
        var posts = chat.Link.RefusedPosts();
        for (var i = 0; i < posts.Count; i++)
        {
            var lines = PostWords.Of(chat.State, posts[i].Room, posts[i].Kind, posts[i].Text, posts[i].Reference);
            var reason = posts[i].Reason is { Length: > 0 } words ? words : posts[i].Code!;
            chat.Show(ChatLine.Answer($"{i + 1}. to {posts[i].Room}: {lines[0]}{(lines.Count > 1 ? " …" : "")} ({reason})"));
        }

        if (posts.Count > 0)
        {
            chat.Show(ChatLine.Answer($"/retry NUMBER sends one again, /drop NUMBER forgets it."));
        }

        ListWaiting(chat, posts.Count == 0);
        return Task.CompletedTask;
    }

    /// <summary>What goes out by itself, and does not need to be decided about.</summary>
    private static void ListWaiting(IChat chat, bool isAll)
    {
        var waiting = chat.Link.Unanswered;
        if (waiting == 0)
        {
            if (isAll)
            {
                chat.Show(ChatLine.Answer($"Everything was sent."));
            }

            return;
        }

        var when = chat.State.IsOnline ? DisplayText.Literal("on the way") : DisplayText.Literal("to be sent when the connection is back");
        chat.Show(ChatLine.Answer($"{Counted.Of(waiting, "message")} {when}{(chat.State.Sending.IsEmpty ? "" : ":")}"));
        foreach (var line in chat.State.Sending)
        {
            chat.Show(ChatLine.Answer($"   to {line.Room}: {line.Text}"));
        }
    }

    private static Task RetryAsync(IChat chat, string argument)
    {
        if (Chosen(chat, argument) is { } posts)
        {
            var count = posts.Count(post => chat.Link.Retry(post.Key));
            chat.Show(ChatLine.Status($"{Counted.Of(count, "message")} to be sent again"));
        }

        return Task.CompletedTask;
    }

    private static Task DropAsync(IChat chat, string argument)
    {
        if (Chosen(chat, argument) is { } posts)
        {
            var count = posts.Count(post => chat.Link.Drop(post.Key));
            chat.Show(ChatLine.Status($"{Counted.Of(count, "message")} forgotten"));
        }

        return Task.CompletedTask;
    }

    /// <summary>The message of that number, or all of them; null and an error when there is none.</summary>
    private static IReadOnlyList<StoredPost>? Chosen(IChat chat, string argument)
    {
        var posts = chat.Link.RefusedPosts();
        if (argument.Length == 0 && posts.Count > 0)
        {
            return posts;
        }

        if (int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= posts.Count)
        {
            return [posts[number - 1]];
        }

        chat.Show(posts.Count == 0 ? ChatLine.Error($"There is no message that was not sent.") : ChatLine.Error($"There are messages 1 to {posts.Count}; /unsent shows them."));
        return null;
    }
}
