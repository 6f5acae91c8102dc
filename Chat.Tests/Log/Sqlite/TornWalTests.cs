using System.Buffers.Binary;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>
/// What stands beside the database after a loss of power: cut anywhere, or with other bits. The store opens with the groups up to some moment, each of them as a whole.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class TornWalTests
{
    private const int HeaderBytes = 32;
    private const int FrameBytes = 24 + 4096;
    private const int Groups = 14;

    private readonly StoreHistory _history = new(7);
    private readonly List<StoreModel> _models = [];
    private readonly StoreBench _bench = new();
    private Dictionary<string, byte[]> _left = [];

    [SetUp]
    public async Task FillStore()
    {
        await _bench.OpenAsync();
        _models.Add(new StoreModel());
        var batches = new List<LogBatch>();
        for (var i = 0; i < Groups; i++)
        {
            batches.Add(_history.Next());
            await _bench.AppendAsync(batches[^1]);
            var model = new StoreModel();
            batches.ForEach(model.Apply);
            _models.Add(model);
        }

        await _bench.SearchAsync(StoreHistory.Word, _history.Model.Logs.Keys);
        _left = _bench.Bytes();
        await _bench.CloseAsync();
    }

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task OpenAsync_WithAWalThatIsCutBetweenFrames_HasWholeGroups()
    {
        var wal = _left["chat.db-wal"];
        var last = -1;
        for (var length = HeaderBytes; length <= wal.Length; length += FrameBytes)
        {
            var groups = await JudgeAsync(wal[..length], $"{length} bytes");
            Assert.That(groups, Is.GreaterThanOrEqualTo(last), "More of it never holds less.");
            last = groups;
        }

        Assert.That(last, Is.EqualTo(Groups));
    }

    [Test]
    public async Task OpenAsync_WithAWalThatIsCutAnywhere_HasWholeGroups([Range(1, 3)] int seed)
    {
        var random = Seeded(seed);
        for (var cuts = 0; cuts < 12; cuts++)
        {
            var length = random.Next(1, _left["chat.db-wal"].Length);
            await JudgeAsync(_left["chat.db-wal"][..length], $"{length} bytes");
        }
    }

    [Test]
    public async Task OpenAsync_WithAWalThatHasOtherBits_HasWholeGroups([Range(1, 3)] int seed)
    {
        var random = Seeded(seed);
        for (var flips = 0; flips < 12; flips++)
        {
            var wal = _left["chat.db-wal"].ToArray();
            var at = flips < 3 ? random.Next(HeaderBytes) : random.Next(wal.Length);
            wal[at] ^= (byte)(1 << random.Next(8));
            await JudgeAsync(wal, $"byte {at}");
        }
    }

    /// <summary>A disk writes the sectors of a file in any order.</summary>
    [Test]
    public async Task OpenAsync_WithAWalWithoutOneOfItsSectors_HasWholeGroups([Range(1, 2)] int seed)
    {
        const int Sector = 512;
        var random = Seeded(seed);
        for (var holes = 0; holes < 12; holes++)
        {
            var wal = _left["chat.db-wal"].ToArray();
            var at = random.Next(wal.Length / Sector) * Sector;
            wal.AsSpan(at, Math.Min(Sector, wal.Length - at)).Clear();
            await JudgeAsync(wal, $"sector at {at}");
        }
    }

    /// <summary>The index may have got to the disk when the database has not, and the other way round.</summary>
    [Test]
    public async Task OpenAsync_WithAnIndexFromAnyOtherMoment_HasItsKeys()
    {
        var wal = _left["chat.db-wal"];
        var index = _left["index.db-wal"];
        for (var part = 0; part <= 4; part++)
        {
            _left["index.db-wal"] = index[..(HeaderBytes + ((index.Length - HeaderBytes) / FrameBytes * part / 4 * FrameBytes))];
            await JudgeAsync(wal, $"index {part}/4");
            await JudgeAsync(wal[..(wal.Length * 2 / 3)], $"index {part}/4 of a cut database");
        }
    }

    /// <summary>Opens the store with another file beside it, compares it with what it was after each group, and tells after how many it is.</summary>
    private async Task<int> JudgeAsync(byte[] wal, string what)
    {
        await using var torn = new StoreBench();
        foreach (var (name, bytes) in _left)
        {
            await File.WriteAllBytesAsync(Path.Combine(torn.Files.Folder, name), name == "chat.db-wal" ? wal : bytes);
        }

        OpenedLog opened;
        try
        {
            opened = await torn.OpenAsync();
        }
        catch (StoreException) when (wal.Length < HeaderBytes + FrameBytes || BinaryPrimitives.ReadUInt32BigEndian(wal) >> 1 != 0x377f0682 >> 1 || HasNothing(torn))
        {
            return 0; // Not even its tables are there any more, which is not taken for a new store as long as there is an index of it.
        }

        var found = await StoreModel.TextAsync(torn, opened, _history.Keys, StoreHistory.Word);
        var groups = _models.FindIndex(model => model.SystemHead == opened.SystemHead && model.Text(_history.Keys, StoreHistory.Word) == found);
        Assert.That(groups, Is.Not.Negative, () => $"{what}: not the groups up to any moment: {found}");
        await torn.AppendAsync(new LogId(Guid.NewGuid()), new LogEvent { Seq = 1, Time = 1, Author = new UserId(1), Nick = "a", Kind = Chat.Protocol.EventKind.Text, Text = "goes on" });
        return groups;
    }

    private static bool HasNothing(StoreBench torn) => new FileInfo(torn.Files.Database).Length <= 4096;

    private static Random Seeded(int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        return new Random(seed);
#pragma warning restore RS0030
    }
}
