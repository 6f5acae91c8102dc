namespace Chat.Server.Sequencing;

/// <summary>How to take back what the turns of a group did to the state, newest first. State of the sequencer's turn.</summary>
internal sealed class Journal
{
    private readonly List<Action> _inverses = [];

    /// <summary>Notes how to take back a change that has just been made.</summary>
    public void Add(Action inverse) => _inverses.Add(inverse);

    public void Undo()
    {
        for (var i = _inverses.Count - 1; i >= 0; i--)
        {
            _inverses[i]();
        }

        _inverses.Clear();
    }
}
