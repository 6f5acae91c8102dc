using Chat.Client.State;

namespace Chat.Client.Plain;

/// <content>
/// Lines of a pipe. They are for the room that was asked for, on the command line or by a <c>/join</c> among them, and for no other: nobody
/// looks where they would go instead.
/// </content>
internal sealed partial class LineChat
{
    /// <summary>Piped lines are taken while no more than so many are on their way.</summary>
    private const int MaxUnanswered = 64;

    private readonly Queue<PipedLine> _piped = new();
    private string? _lostRoom;
    private bool _entered;
    private bool _refused;

    private void TakePiped()
    {
        while (_state.IsOnline && _entered && _running.AreDone && Link.Unanswered < MaxUnanswered && _piped.TryDequeue(out var piped))
        {
            Submit(piped.Line);
            piped.Taken.SetResult();
            _running.Forget();
        }
    }

    /// <summary>After something happened on the link: whether the room that was asked for is open by now, and which one is not any more.</summary>
    private void NoteRoom(ChatState before)
    {
        if (_state.Current is null && before.Current is { } lost)
        {
            _lostRoom = lost;
            _refused = true;
        }

        _entered |= _state.Current is null || _state.Find(_state.Current) is not null;
    }

    private void Refuse(string text)
    {
        _refused = true;
        _feed.Print(_lostRoom is { } room
            ? ChatLine.Error($"Not sent, because you are not in {room}: {text}")
            : ChatLine.Error($"Not sent, because you are in no room: {text}"));
    }

    /// <summary>A line of a pipe, and what its reader waits for.</summary>
    private sealed record PipedLine(string Line, TaskCompletionSource Taken);
}
