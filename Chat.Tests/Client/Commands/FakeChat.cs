using Chat.Client.Commands;
using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.State;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Tests.Client.Connection;

namespace Chat.Tests.Client.Commands;

/// <summary>A chat without a screen: a link to a scripted server, and what was shown. Used by one test's thread and the commands it runs.</summary>
internal sealed class FakeChat : IChat, IAsyncDisposable
{
    private readonly CommandTable _commands = new();
    private readonly List<string> _shown = [];
    private ChatState _state = new() { Nick = "alice", Current = "#lobby", IsOnline = true, FollowsRoom = true };

    public LinkHarness Harness { get; } = new();

    public ScriptedConnection Connection { get; private set; } = null!;

    public ServerLink Link => Harness.Link;

    public ChatState State => _state;

    public Reducer Reducer { get; } = new(TimeZoneInfo.Utc);

    public TimeProvider Time => Harness.Time;

    public bool HasQuit { get; private set; }

    /// <summary>In the lobby, greeted by the scripted server.</summary>
    public static async Task<FakeChat> StartAsync()
    {
        var chat = new FakeChat();
        chat.Harness.Start();
        chat.Connection = await chat.Harness.Server.GreetAsync();
        await chat.Connection.LetInAsync();
        chat.Apply(await chat.Harness.EventAsync<LinkEvent.RoomOpened>());
        chat._shown.Clear();
        return chat;
    }

    public void Apply(LinkEvent happened)
    {
        var (state, lines) = Reducer.Apply(_state, happened);
        _state = state;
        foreach (var line in lines)
        {
            Show(line);
        }
    }

    /// <summary>Runs a typed line that is a command.</summary>
    public Task RunAsync(string line) => _commands.RunAsync(this, (TypedLine.Call)TypedLine.Of(line));

    /// <summary>Runs a command that asks the server something, and answers it.</summary>
    /// <returns>What was asked.</returns>
    public async Task<T> RunAsync<T>(string line, Func<T, Frame> answer)
        where T : Frame
    {
        var running = RunAsync(line);
        var request = await Connection.ReadAsync<T>();
        await Connection.SendAsync(answer(request));
        await running;
        return request;
    }

    /// <summary>What has been shown since this was asked last.</summary>
    public List<string> Shown()
    {
        List<string> shown = [.. _shown];
        _shown.Clear();
        return shown;
    }

    /// <summary>Cells of a row; null: rows have no end.</summary>
    public int? Cells { get; set; }

    public void Show(ChatLine line) => _shown.AddRange(LineLayout.Rows(line, Cells).Select(row => row.Value));

    public bool WasCleared { get; private set; }

    /// <summary>What the disk says to what is to be kept; null: nothing.</summary>
    public StoreException? KeepFails { get; set; }

    public void Clear() => WasCleared = true;

    public void Send(string room, EventKind kind, string text, long? reference = null) => _state = _state.Send(Link.Post(room, kind, text, reference));

    public void Ignore(Nick nick, bool on) => _state = _state with { Ignored = _state.Ignored.With(nick, on) };

    public Task KeepIgnoredAsync(Nick nick, bool on) => KeepFails is { } failure ? Task.FromException(failure) : Task.CompletedTask;

    public void Select(string room, string? insteadOf = null) =>
        _state = insteadOf is null ? _state.Ask(room) : _state.Current == insteadOf ? _state.Spell(room) : _state;

    public void Unselect(string room) => _state = _state.Unselect(room);

    public void Quit() => HasQuit = true;

    public async ValueTask DisposeAsync() => await Harness.DisposeAsync();
}
