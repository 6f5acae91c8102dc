using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>A room's log as it should be.</summary>
internal sealed class ModelLog
{
    public ModelLog(string room, Guid id)
    {
        Room = room;
        Id = id;
    }

    public string Room { get; }

    public Guid Id { get; }

    /// <summary>As they are told now.</summary>
    public List<PageEvent> Events { get; } = [];

    /// <summary>Puts an event at the end and does to earlier ones what it says.</summary>
    public PageEvent Append(long time, string nick, PostFrame post)
    {
        if (post is { Kind: EventKind.Edit or EventKind.Delete, Ref: { } target })
        {
            for (var i = 0; i < Events.Count; i++)
            {
                var said = Events[i];
                if (said.Seq == target)
                {
                    Events[i] = post.Kind == EventKind.Edit ? said with { Text = post.Text } : said with { Kind = EventKind.Delete, Text = "", Ref = target };
                }
                else if (said.Kind == EventKind.Edit && said.Ref == target)
                {
                    Events[i] = said with { Text = post.Text };
                }
            }
        }

        Events.Add(new PageEvent(Events.Count + 1, time, nick, post.Kind, post.Text, post.Ref, post.Key));
        return Events[^1];
    }
}
