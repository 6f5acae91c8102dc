using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>
/// The lines on their way to a screen. Where a person follows one room, comings and goings are gathered above the prompt until something is
/// said, and what is being sent is seen there as well. Used in the steps of the chat.
/// </summary>
internal sealed class LineFeed(ILineScreen screen)
{
    private const int MaxSending = 4;
    private PresenceFold _fold = PresenceFold.None;

    public void Print(ChatLine line)
    {
        if (screen.FollowsRoom && line.Change is { } change)
        {
            if (_fold.IsFull)
            {
                Settle();
            }

            _fold = _fold.With(change);
            return;
        }

        Settle();
        screen.Print(line);
    }

    /// <summary>Makes everything seen, with what the person is asked for.</summary>
    public void Refresh(ChatState state, int unanswered) =>
        screen.Refresh(PromptText.Of(state, unanswered, screen.Cells / 2), screen.FollowsRoom ? [.. Live(state)] : []);

    public void Clear()
    {
        _fold = PresenceFold.None;
        screen.Clear();
    }

    public void Close()
    {
        Settle();
        screen.Close();
    }

    private void Settle()
    {
        if (_fold.Text() is { IsEmpty: false } text)
        {
            screen.Print(ChatLine.Of(LineKind.Presence, text));
        }

        _fold = PresenceFold.None;
    }

    /// <summary>What may still change.</summary>
    private IEnumerable<DisplayText> Live(ChatState state)
    {
        if (_fold.Text() is { IsEmpty: false } text)
        {
            yield return DisplayText.Format($"-- {text}");
        }

        var sending = state.Sending.FindAll(line => line.Room == state.Current);
        foreach (var line in sending.Take(MaxSending))
        {
            yield return DisplayText.Format($"\u2026 {line.Text}");
        }

        if (sending.Count > MaxSending)
        {
            yield return DisplayText.Format($"\u2026 and {sending.Count - MaxSending} more to send");
        }
    }
}
