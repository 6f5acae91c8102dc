namespace Chat.Client.Plain.Editing;

/// <summary>What a line was before each change. Used by one thread at a time.</summary>
internal sealed class UndoStack
{
    /// <summary>Changes that can be taken back; the oldest is forgotten first.</summary>
    public const int MaxSteps = 100;

    private readonly List<EditedText> _steps = [];

    public void Push(EditedText before)
    {
        _steps.Add(before);
        if (_steps.Count > MaxSteps)
        {
            _steps.RemoveAt(0);
        }
    }

    public bool TryPop(out EditedText before)
    {
        before = default;
        if (_steps.Count == 0)
        {
            return false;
        }

        before = _steps[^1];
        _steps.RemoveAt(_steps.Count - 1);
        return true;
    }

    public void Clear() => _steps.Clear();
}
