using Chat.Client.Commands;
using Chat.Client.Connection;
using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>
/// Lets unfinished text stay with the room it was begun in: it is put away when another room is looked at, comes back with the room, and
/// survives the end of the program. Used in the steps of the chat.
/// </summary>
internal sealed class Drafts(LineEditor editor, ServerLink link, CommandTable commands)
{
    private readonly Dictionary<string, string> _unkept = new(StringComparer.Ordinal);
    private string? _room;
    private string _kept = "";

    /// <summary>Something is typed that is not sent.</summary>
    public bool IsTyping => editor.Typed.Length > 0;

    /// <summary>After each step: keeps what was typed, and exchanges it when another room is looked at.</summary>
    /// <param name="state">With the room that is looked at.</param>
    /// <param name="isSame">If that has another name, it is the one before by the server's name of it.</param>
    public void Turn(ChatState state, bool isSame = false)
    {
        var room = state.Current ?? state.Barred ?? "";
        if (_room is not { } before)
        {
            _room = room;
            _kept = link.Draft(room);
            if (editor.Typed.Length == 0)
            {
                editor.Begin(_kept);
            }
        }
        else if (before != room)
        {
            Go(before, room, stays: isSame || state.Resolve(before) == room || room.Length == 0);
        }

        Keep(room);
    }

    /// <summary>To another room; or to the same by another name, or to none, where the line stays: it is seen, and goes nowhere by itself.</summary>
    private void Go(string before, string room, bool stays)
    {
        _room = room;
        if (stays && editor.Typed.Length > 0)
        {
            link.KeepDraft(before, "");
            _kept = "";
            return;
        }

        Keep(before);
        if (_kept != editor.Typed || link.Draft(before) != editor.Typed)
        {
            // Not for the disk, or there is none that takes it; from memory it can come back.
            _unkept[before] = editor.Typed;
        }

        _kept = link.Draft(room);
        editor.Begin(_unkept.Remove(room, out var unkept) ? unkept : _kept);
    }

    private void Keep(string room)
    {
        var text = commands.MayKeep(editor.Typed) ? editor.Typed : "";
        if (text != _kept)
        {
            link.KeepDraft(room, text);
            _kept = text;
        }
    }
}
