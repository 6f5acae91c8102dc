using Chat.Client.Plain;
using Chat.Client.State;

namespace Chat.Tests.Client.Plain;

/// <summary>A screen of which a test can tell when it has been refreshed.</summary>
internal sealed class FencedScreen(ILineScreen screen) : ILineScreen
{
    private readonly List<TaskCompletionSource> _awaited = [];

    public bool IsGone => screen.IsGone;

    public void Print(ChatLine line) => screen.Print(line);

    public bool FollowsRoom => screen.FollowsRoom;

    public int? Cells => screen.Cells;

    public void Refresh(DisplayText prompt, IReadOnlyList<DisplayText> live)
    {
        screen.Refresh(prompt, live);
        foreach (var awaited in _awaited)
        {
            awaited.SetResult();
        }

        _awaited.Clear();
    }

    public void Clear() => screen.Clear();

    public void Close() => screen.Close();

    /// <summary>Runs one turn of the chat's loop to its end, with everything that was posted before.</summary>
    public async Task TurnAsync(LineChat chat)
    {
        var refreshed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        chat.Post(() => _awaited.Add(refreshed));
        await refreshed.Task;
    }
}
