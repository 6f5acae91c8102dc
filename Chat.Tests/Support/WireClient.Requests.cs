using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.Support;

/// <summary>Requests that are expected to succeed, one method each.</summary>
internal sealed partial class WireClient
{
    public Task<JoinedFrame> JoinAsync(string room, long? after = null, Guid? log = null) => AskAsync<JoinedFrame>(id => new JoinFrame(id, room, after, log));

    public Task<DoneFrame> LeaveAsync(string room) => AskAsync<DoneFrame>(id => new LeaveFrame(id, room));

    public Task<PostedFrame> PostAsync(string room, string text, EventKind kind = EventKind.Text, long? about = null, Guid? key = null, Guid? log = null) =>
        AskAsync<PostedFrame>(id => new PostFrame(id, key ?? Guid.NewGuid(), room, kind, text, about, log));

    /// <summary>Posts m1, m2 and so on, all in one go, and waits for the answers.</summary>
    public Task<List<Frame>> PostManyAsync(string room, int count, Func<int, string>? text = null) =>
        AskManyAsync(count, (id, i) => new PostFrame(id, Guid.NewGuid(), room, EventKind.Text, text?.Invoke(i) ?? $"m{i}"));

    public Task<PageFrame> HistoryAsync(string room, int limit, long? before = null, long? after = null) =>
        AskAsync<PageFrame>(id => new HistoryFrame(id, room, before, after, limit));

    public Task<HitsFrame> SearchAsync(string query, string? room = null, string? cursor = null, int limit = 50) =>
        AskAsync<HitsFrame>(id => new SearchFrame(id, query, room, cursor, limit));

    public Task<RoomListFrame> RoomsAsync(string? pattern = null, string? after = null) => AskAsync<RoomListFrame>(id => new RoomsFrame(id, pattern, after));

    public Task<MemberListFrame> MembersAsync(string room, string? after = null) => AskAsync<MemberListFrame>(id => new MembersFrame(id, room, after));

    public Task<MineListFrame> MineAsync(string? after = null) => AskAsync<MineListFrame>(id => new MineFrame(id, after));

    public Task<DoneFrame> AwayAsync(string? text) => AskAsync<DoneFrame>(id => new AwayFrame(id, text));

    public Task<DoneFrame> NickAsync(string nick) => AskAsync<DoneFrame>(id => new NickFrame(id, nick));

    public Task<DoneFrame> BlockAsync(string nick, bool on = true) => AskAsync<DoneFrame>(id => new BlockFrame(id, nick, on));

    public Task<UserFrame> WhoisAsync(string nick) => AskAsync<UserFrame>(id => new WhoisFrame(id, nick));
}
