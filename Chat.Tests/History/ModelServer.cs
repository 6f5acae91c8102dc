using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>A server that does all as it should, one request at a time. Its logs outlive its connections.</summary>
internal sealed class ModelServer
{
    /// <summary>What no server takes.</summary>
    public const string BadText = "\u0007";
    private readonly Draw _draw;
    private readonly double _failing;
    private readonly Dictionary<(string User, Guid Key), PostedFrame> _posted = [];
    private readonly HashSet<(string User, string Room)> _members = [];
    private long _time = 1_000;

    /// <param name="failing">How often storing fails for now.</param>
    public ModelServer(Draw draw, IEnumerable<string> rooms, double failing)
    {
        _draw = draw;
        _failing = failing;
        Logs = [.. rooms.Select(room => new ModelLog(room, draw.Guid()))];
    }

    public IReadOnlyList<ModelLog> Logs { get; }

    public List<ModelConnection> Connections { get; } = [];

    public bool IsCalm { get; set; }

    public void Handle(ModelConnection connection)
    {
        switch (connection.Requests.Dequeue())
        {
            case JoinFrame join:
                Join(connection, join);
                break;
            case LeaveFrame leave:
                _members.Remove((connection.User, leave.Room));
                connection.Followed.Remove(leave.Room);
                connection.Answers.Enqueue(new DoneFrame(leave.Id));
                break;
            case PostFrame post:
                connection.Answers.Enqueue(Post(connection, post));
                break;
        }
    }

    private void Join(ModelConnection connection, JoinFrame join)
    {
        var log = LogOf(join.Room);
        _members.Add((connection.User, join.Room));
        connection.Followed.Add(join.Room);
        connection.Answers.Enqueue(new JoinedFrame(join.Id, join.Room, null, 1, log.Events.Count, 1, log.Id, RoomRole.Member, 0, 0));
        foreach (var said in log.Events.Skip((int)(join.After ?? log.Events.Count)))
        {
            Tell(connection, log, said);
        }
    }

    private Frame Post(ModelConnection connection, PostFrame post)
    {
        if (_posted.TryGetValue((connection.User, post.Key), out var posted))
        {
            connection.Held.Remove(post.Room);
            return posted with { Id = post.Id };
        }

        if (post.Text == BadText || !_members.Contains((connection.User, post.Room)))
        {
            return new ErrorFrame(post.Id, post.Text == BadText ? ErrorCodes.BadText : ErrorCodes.NotMember, "");
        }

        if (!connection.Held.TryGetValue(post.Room, out var key) || key == post.Key)
        {
            connection.Held.Remove(post.Room);
            if (IsCalm || !_draw.Chance(_failing))
            {
                return Store(connection, post);
            }

            connection.Held.Add(post.Room, post.Key);
        }

        return new ErrorFrame(post.Id, ErrorCodes.StorageFull, "", 1_000);
    }

    private PostedFrame Store(ModelConnection connection, PostFrame post)
    {
        var log = LogOf(post.Room);
        _time += _draw.Below(3);
        var said = log.Append(_time, connection.Nick, post);
        foreach (var follower in Connections.Where(follower => follower.Followed.Contains(post.Room)))
        {
            Tell(follower, log, said);
        }

        var posted = new PostedFrame(post.Id, post.Key, post.Room, said.Seq, said.Time);
        _posted.Add((connection.User, post.Key), posted);
        return posted;
    }

    private ModelLog LogOf(string room) => Logs.First(log => log.Room == room);

    private static void Tell(ModelConnection connection, ModelLog log, PageEvent said) =>
        connection.Answers.Enqueue(new EventFrame(log.Room, said.Seq, said.Time, said.Nick, said.Kind, said.Text, said.Ref, said.Key));
}
