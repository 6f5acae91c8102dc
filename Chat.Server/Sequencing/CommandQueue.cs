using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;

namespace Chat.Server.Sequencing;

/// <summary>
/// Commands in line for their turns. They are taken some at a time: where the log tells at once what it has, it is asked for the keys of all their posts together, right before
/// their turns. Elsewhere each was asked for when it was prepared.
/// </summary>
/// <remarks>Any thread puts commands in; the rest belongs to the driver.</remarks>
internal sealed class CommandQueue
{
    private const int MostAtOnce = 64;

    /// <summary>Characters of text at which there are no more: it is not to be seen in the size of a group.</summary>
    private const int MostText = 4 * 1024;

    private readonly ConcurrentQueue<Command> _line = new();
    private readonly List<Command> _taken = new(MostAtOnce);
    private readonly List<(int Index, KeyedEvent Event)> _stored = [];
    private readonly PostKey[] _keys = new PostKey[MostAtOnce];
    private readonly int[] _posts = new int[MostAtOnce];
    private readonly IEventLog _log;

    public CommandQueue(IEventLog log)
    {
        _log = log;
    }

    public int Count => _line.Count;

    public bool IsEmpty => _line.IsEmpty;

    public void Enqueue(Command command) => _line.Enqueue(command);

    /// <summary>Takes the next ones. All of them are to have their turns before the next group is committed: what the log was asked for holds until then.</summary>
    /// <param name="commands">One at least; good until the next call.</param>
    public bool TryTake([NotNullWhen(true)] out List<Command>? commands)
    {
        _taken.Clear();
        for (var text = 0; _taken.Count < MostAtOnce && text < MostText && _line.TryDequeue(out var command);)
        {
            _taken.Add(command);
            text += (command as PostCommand)?.Text.Length ?? 0;
        }

        if (_log.AppendsAtOnce)
        {
            FindKeys();
        }

        commands = _taken.Count > 0 ? _taken : null;
        return commands is not null;
    }

    private void FindKeys()
    {
        var count = 0;
        for (var i = 0; i < _taken.Count; i++)
        {
            if (_taken[i] is PostCommand post)
            {
                _keys[count] = post.PostKey;
                _posts[count++] = i;
            }
        }

        _log.FindKeys(_keys.AsSpan(0, count), _stored);
        foreach (var (index, stored) in _stored)
        {
            var post = (PostCommand)_taken[_posts[index]];
            _taken[_posts[index]] = post with { Prepared = new PreparedPost(stored, post.Prepared?.Origin) };
        }

        _stored.Clear();
    }
}
