using System.Security.Cryptography;
using Chat.Protocol;
using Chat.Server.Administration;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Server.Log.SystemEvents;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Serilog.Core;

namespace Chat.Tests.Administration;

/// <summary>A store on disk for the commands to work on, with users, rooms and messages of every sort in it, and what the commands say.</summary>
internal sealed class StoreBench : IDisposable
{
    public const long Start = 1_795_000_000_000;

    public static readonly UserId Ann = new(1);
    public static readonly UserId Bob = new(2);
    public static readonly UserId Zoya = new(3);

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private long _ids;

    public StoreBench()
    {
        Directory.CreateDirectory(Files.Folder);
        Place = new Workplace
        {
            Files = Files,
            Output = _output,
            OpenOutput = () => Bytes,
            OpenInput = () => Input,
            Tell = Told.Add,
            Progress = new Progress(TextWriter.Null, isTerminal: false, Time),
            Time = Time,
            House = new FakeHouse(),
            NewId = () => new Guid((int)++_ids, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8),
        };
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.FromUnixTimeMilliseconds(Start).AddDays(1));

    public StoreFiles Files => new(_folder["data"]);

    public Workplace Place { get; }

    public List<string> Told { get; } = [];

    public MemoryStream Bytes { get; } = new();

    public Stream Input { get; set; } = Stream.Null;

    public LogId Lobby { get; } = new(Guid.NewGuid());

    public LogId Ideas { get; } = new(Guid.NewGuid());

    public LogId Pair { get; } = new(Guid.NewGuid());

    public LogId Notebook { get; } = new(Guid.NewGuid());

    /// <summary>What has been printed since it was last asked.</summary>
    public string[] Printed
    {
        get
        {
            var lines = _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
            _output.GetStringBuilder().Clear();
            return lines;
        }
    }

    /// <summary>A file outside of the data folder.</summary>
    public string this[string name] => _folder[name];

    public SqliteEventLog Open(RetentionPolicy? retention = null) =>
        new(new SqliteOptions(Files.Folder) { Retention = retention ?? RetentionPolicy.KeepAll }, Time, Logger.None);

    /// <summary>Fills the store, waits for the index, and closes it.</summary>
    public async Task FillAsync()
    {
        await using var log = Open();
        await log.OpenAsync(CancellationToken.None);
        await AppendAsync(
            log,
            new LogBatch(
                [
                    new LogAppend(Lobby, 0, [Event(1, Ann, "hello"), Event(2, Bob, "привет, мир \U0001F600\nsecond line"), Event(3, Ann, "a slip")]),
                    new LogAppend(Pair, 0, [Event(1, Ann, "psst")]),
                ],
                new SystemAppend(0, [
                    new UserAdded(Start, Ann, "ann"), new UserAdded(Start, Bob, "bob"), new UserAdded(Start, Zoya, "зоя"),
                    new SecretIssued(Start, Ann, SecretHash.Of(Guid.NewGuid())), new SecretIssued(Start, Bob, SecretHash.Of(Guid.NewGuid())),
                    new RoomAdded(Start, Lobby, "#lobby"), new MemberAdded(Start, Lobby, Ann), new MemberAdded(Start, Lobby, Bob),
                    new ConversationAdded(Start, Pair, Ann, Bob), new ConversationHidden(Start, Pair, Bob, true), new BlockChanged(Start, Zoya, Bob, true),
                ]))
            {
                Mentions = [new MentionChange(MentionChangeKind.Added, new Mention(Lobby, 2, Ann)), new MentionChange(MentionChangeKind.Added, new Mention(Lobby, 3, Bob))],
            });
        await AppendAsync(
            log,
            new LogBatch(
                [
                    new LogAppend(Lobby, 3, [
                        Event(4, Ann, "corrected", EventKind.Edit, 3), Event(5, Bob, "\U0001F44D", EventKind.Reaction, 1), Event(6, Bob, "secret"),
                        Event(7, Bob, "still secret", EventKind.Edit, 6), Event(8, Bob, "", EventKind.Delete, 6), Event(9, Ann, "of all", EventKind.Topic),
                    ]),
                    new LogAppend(Ideas, 0, [Event(1, Zoya, "думает", EventKind.Action), Event(2, Zoya, "answer", EventKind.Text, 1)]),
                    new LogAppend(Notebook, 0, [Event(1, Zoya, "note to self")]),
                ],
                new SystemAppend(11, [
                    new RoomAdded(Start, Ideas, "#ideas"), new MemberAdded(Start, Ideas, Zoya), new MemberRemoved(Start, Ideas, Zoya),
                    new ConversationAdded(Start, Notebook, Zoya, Zoya), new UserRenamed(Start, Zoya, "zoë"), new UserForgotten(Start, Zoya),
                ])));
        await log.KeepAsync(new KeptMarks([new ReadMark(Ann, Lobby, 5), new ReadMark(Bob, Pair, 1)], []), CancellationToken.None);
        await log.TidyAsync(CancellationToken.None);
    }

    public static async Task AppendAsync(SqliteEventLog log, LogBatch batch)
    {
        var result = await log.AppendAsync(batch, CancellationToken.None);
        if (result.Outcome != AppendOutcome.Committed)
        {
            throw new InvalidOperationException($"The bench's events are not taken: {result.Outcome}.");
        }
    }

    public static LogEvent Event(long seq, UserId author, string text, EventKind kind = EventKind.Text, long? about = null) => new()
    {
        Seq = seq,
        Time = Start + (seq * 1_001),
        Author = author,
        Nick = author == Ann ? "ann" : author == Bob ? "bob" : "зоя",
        Kind = kind,
        Text = text,
        Ref = about,
        Key = Guid.NewGuid(),
    };

    /// <summary>What the store holds, as a server that starts on it would find it: names, members and events, but no identities.</summary>
    public async Task<IReadOnlyList<string>> ContentsAsync()
    {
        await using var log = Open();
        await log.OpenAsync(CancellationToken.None);
        var state = await log.ReadStateAsync(CancellationToken.None);
        var lines = new List<string>();
        foreach (var user in state.System.Users.Values.OrderBy(user => user.Id.Value))
        {
            lines.Add($"{user.Id} {user.Nick} {user.Since} {user.IsForgotten} {string.Join(' ', user.Secrets)} {string.Join(' ', user.Blocked)}");
        }

        foreach (var room in state.System.Rooms.Values.OrderBy(room => room.Name, StringComparer.Ordinal).ThenBy(room => room.Pair?.One.Value))
        {
            var tail = state.Tails[room.Log];
            lines.Add($"{room.Name} {room.Pair} {string.Join(' ', room.Members)} {string.Join(' ', room.HiddenFor)} {tail.Bounds.First} {tail.Bounds.Head} {tail.LastTime} {tail.Topic}");
            var slice = await log.ReadAsync(new LogRead(room.Log, 0, long.MaxValue, 10_000, int.MaxValue, FromEnd: false), CancellationToken.None);
            lines.AddRange(slice.Events.Select(e => $"  {e}"));
            lines.AddRange(state.Marks.Reads.Where(mark => mark.Room == room.Log).Select(mark => $"* read by {mark.User} up to {mark.Seq}").Order(StringComparer.Ordinal));
            lines.AddRange(state.Mentions.Where(mention => mention.Room == room.Log).Select(mention => $"* {mention.Seq} speaks to {mention.User}"));
        }

        return lines;
    }

    /// <summary>The identity of the store and those of all logs.</summary>
    public async Task<IReadOnlyList<Guid>> IdentitiesAsync()
    {
        await using var log = Open();
        var opened = await log.OpenAsync(CancellationToken.None);
        using var snapshot = Snapshot.Open(Files.Database, CancellationToken.None);
        return [snapshot.Store!.Value, .. opened.Logs.Select(bounds => bounds.Log.Value)];
    }

    /// <summary>The names in the data folder and what is in each file.</summary>
    public Dictionary<string, string> Snapshots() => Directory.GetFiles(Files.Folder)
        .Where(file => Path.GetFileName(file) != "chat.lock")
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    /// <summary>Changes the closed database behind the store's back.</summary>
    public void Sql(string statement)
    {
        using var connection = Database.OpenAlone(Files.Database);
        Database.Execute(connection, statement);
    }

    public long Number(string query)
    {
        using var connection = Database.OpenReader(Files.Database);
        return Database.Number(connection, query);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        Bytes.Dispose();
    }
}
