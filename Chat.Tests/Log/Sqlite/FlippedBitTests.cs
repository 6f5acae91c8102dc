using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>
/// One bit of a database is another one. Either it is noticed at the start, and then nothing is changed; or where something is read that it is in; or it does no harm. What
/// people have said is never given as something else.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class FlippedBitTests
{
    private const int HeaderBytes = 100;

    private readonly StoreBench _bench = new();
    private readonly StoreHistory _history = new(3);
    private Dictionary<string, byte[]> _good = [];

    [SetUp]
    public async Task FillStore()
    {
        await _bench.OpenAsync();
        for (var i = 0; i < 25; i++)
        {
            await _bench.AppendAsync(_history.Next());
        }

        await _bench.SearchAsync(StoreHistory.Word, _history.Model.Logs.Keys);
        await _bench.CloseAsync();
        _good = _bench.Bytes();
    }

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task OpenAsync_WithAnotherBitInTheHeader_IsRefusedOrGivesWhatWasSaid([Range(0, 3)] int part)
    {
        for (var at = part; at < HeaderBytes; at += 4)
        {
            await JudgeAsync(at, at * 5 % 8);
        }
    }

    [Test]
    public async Task OpenAsync_WithAnotherBitAnywhere_IsRefusedOrGivesWhatWasSaid([Range(1, 4)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        for (var flips = 0; flips < 15; flips++)
        {
            await JudgeAsync(random.Next(_good["chat.db"].Length), random.Next(8));
        }
    }

    [Test]
    [Explicit("Every byte of the file: minutes.")]
    public async Task OpenAsync_WithAnotherBitInAnyByte_IsRefusedOrGivesWhatWasSaid()
    {
        for (var at = 0; at < _good["chat.db"].Length; at++)
        {
            if (at < HeaderBytes || _good["chat.db"][at] != 0)
            {
                await JudgeAsync(at, at * 5 % 8);
            }
        }
    }

    [Test]
    public async Task ReadAsync_OfABlockWithAnotherBit_IsRefusedAndOtherRoomsAreRead()
    {
        var (damaged, text) = _history.Model.Logs
            .SelectMany(log => log.Value.Where(e => e.Kind == EventKind.Text && !log.Value.Exists(other => other.Ref == e.Seq)).Select(e => (log.Key, e.Text)))
            .First(said => said.Text.Contains("xxx", StringComparison.Ordinal));
        var database = _good["chat.db"];
        var at = database.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text));
        database[at + 3] ^= 1;
        await File.WriteAllBytesAsync(_bench.Files.Database, database);
        File.Delete(_bench.Files.Index);

        await _bench.OpenAsync();

        Assert.That(() => _bench.ReadAsync(damaged), Throws.TypeOf<LogUnavailableException>());
        foreach (var (log, events) in _history.Model.Logs.Where(log => log.Key != damaged))
        {
            Assert.That(await _bench.ReadAsync(log), Is.EqualTo(events));
        }

        await _bench.AppendAsync(_history.Next());
        Assert.That(await _bench.SearchAsync(StoreHistory.Word, _history.Model.Logs.Keys), Is.Not.Empty, "The index leaves the block out.");
    }

    private async Task JudgeAsync(int at, int bit)
    {
        foreach (var file in _bench.AllFiles)
        {
            File.Delete(file);
        }

        var spoiled = _good["chat.db"].ToArray();
        spoiled[at] ^= (byte)(1 << bit);
        await File.WriteAllBytesAsync(_bench.Files.Database, spoiled);
        await File.WriteAllBytesAsync(_bench.Files.Index, _good["index.db"]);
        try
        {
            // A log whose identity is another one has nothing to do with this one, as far as anybody can tell.
            var opened = await _bench.OpenAsync();
            await CompareAsync($"byte {at}, bit {bit}", opened.Logs.Select(static log => log.Log));
        }
        catch (StoreException)
        {
            await _bench.CloseAsync();
            Assert.That(await File.ReadAllBytesAsync(_bench.Files.Database), Is.EqualTo(spoiled), $"Changed, although refused: byte {at}, bit {bit}");
        }

        await _bench.CloseAsync();
    }

    private async Task CompareAsync(string what, IEnumerable<LogId> logs)
    {
        foreach (var log in logs.Where(_history.Model.Logs.ContainsKey))
        {
            var events = _history.Model.Logs[log];
            try
            {
                Assert.That(await _bench.ReadAsync(log), Is.EqualTo(events), what);
                foreach (var e in events)
                {
                    var one = await _bench.Store.ReadAsync(new LogRead(log, e.Seq - 1, e.Seq + 1, 1, 1, FromEnd: true), CancellationToken.None);
                    Assert.That(one.Events, Is.EqualTo(new[] { e }), what);
                }
            }
            catch (LogUnavailableException)
            {
                // Noticed.
            }
        }
    }
}
