using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Search;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Tests.Client.Store;

/// <summary>A data folder, and programs that use it: each with its own store, until it ends or is cut off as a crash cuts it off.</summary>
internal sealed class StoreHarness : IDisposable
{
    public const string Address = "test:1";

    public static readonly Guid LobbyLog = new("11111111-0000-0000-0000-000000000000");
    public static readonly Guid OtherLog = new("22222222-0000-0000-0000-000000000000");

    private readonly TemporaryFolder _temporary = new();
    private readonly List<ClientStore> _programs = [];

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public DataFolder Folder => DataFolder.Open(_temporary["data"]);

    public string Database => Folder[ClientStore.FileName];

    /// <summary>Another program starts.</summary>
    public ServerStore Start(string address = Address) => Open().For(address, Time);

    public ClientStore Open()
    {
        var program = ClientStore.OpenAsync(Folder, Time, CancellationToken.None).GetAwaiter().GetResult();
        _programs.Add(program);
        return program;
    }

    /// <summary>All programs end. Nothing is written at the end of a program, so a crash leaves the same.</summary>
    public void EndAll()
    {
        _programs.ForEach(static program => program.Dispose());
        _programs.Clear();
    }

    /// <summary>The program that was started first ends.</summary>
    public void EndFirst()
    {
        _programs[0].Dispose();
        _programs.RemoveAt(0);
    }

    /// <summary>The program that was started last ends.</summary>
    public void EndLast()
    {
        _programs[^1].Dispose();
        _programs.RemoveAt(_programs.Count - 1);
    }

    /// <summary>Whether some bytes of text stand anywhere in the files.</summary>
    public bool IsOnDisk(string text) => ((string[])[Database, $"{Database}-wal"]).Where(File.Exists)
        .Any(file => Read(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0);

    public static StoredPost Post(int key, string text = "hi", string room = "#lobby") => new(Key(key), room, EventKind.Text, text, null);

    public static Guid Key(int number) => new(number, 0, 0, new byte[8]);

    public static PageEvent Said(long seq, string? text = null, EventKind kind = EventKind.Text, long? reference = null, int? key = null) =>
        new(seq, seq * 1000, "bob", kind, text ?? $"text {seq}", reference, key is { } number ? Key(number) : null);

    public static PageEvent Edited(long seq, long reference, string text) => Said(seq, text, EventKind.Edit, reference);

    public static PageEvent Deleted(long seq, long reference) => Said(seq, "", EventKind.Delete, reference);

    public static PageFrame Page(IEnumerable<PageEvent> events, bool more = false, long first = 1) => new(0, "#lobby", [.. events], more, first);

    public static SearchQuery Query(string words) => SearchQuery.TryParse(words, out var query) ? query : throw new ArgumentException(words);

    /// <summary>The lobby is open; the events after this one follow.</summary>
    public static void Open(ServerStore store, long cursor) => store.Record(recording => recording.Opened("#lobby", LobbyLog, 1, cursor, read: 0));

    public static void Happen(ServerStore store, params PageEvent[] events)
    {
        foreach (var happened in events)
        {
            store.Record(recording => recording.Happened("#lobby", happened));
        }
    }

    /// <summary>Seqs of what the copy has with these words, the newest first.</summary>
    public static List<long> Found(ServerStore store, string words) => [.. store.Search(Query(words), null, null, 100).Hits.Select(hit => hit.Seq)];

    /// <summary>Seqs with the texts that the copy has for them, up to one of them.</summary>
    public static List<string> Copy(ServerStore store, long? before = null, int count = 1000, string room = "#lobby") =>
        [.. store.Page(room, before, count)!.Events.Select(happened => $"{happened.Seq} {(happened.Kind == EventKind.Delete ? "deleted" : happened.Text)}")];

    public void Dispose()
    {
        EndAll();
        _temporary.Dispose();
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
