using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Serilog.Core;

namespace Chat.Bench.Store;

/// <summary>Reads and searches in a store that holds one large room and many small ones.</summary>
internal sealed class ReadBench
{
    private const int PageSize = 100;
    private const int HitsSize = 50;
    private const int SmallRoom = 100;
    private const int FillGroup = 256;
    private const int Pages = 2_000;
    private const int Searches = 300;

    /// <summary>A search that takes long is not made so often.</summary>
    private static readonly TimeSpan SearchTime = TimeSpan.FromSeconds(5);

    private readonly TextWriter _output;
    private readonly int _events;
    private readonly int _seed;
    private readonly LogId[] _rooms;
    private readonly Random _random;
    private readonly EventSource _source;

    public ReadBench(TextWriter output, int events, int rooms, int seed)
    {
        _output = output;
        _events = events;
        _seed = seed;
        _random = new Random(seed);
        _rooms = [.. Enumerable.Range(0, rooms).Select(_ => NextLog())];
        _source = new EventSource(_random, new TextSource(new Random(seed)).Next, rooms);
    }

    public async Task RunAsync(string? folder, CancellationToken cancellation)
    {
        using var scratch = new Scratch(folder);
        _output.WriteLine(Machine.Describe());
        _output.WriteLine($"{_events} messages in one room, {SmallRoom} in each of {_rooms.Length - 1} others\n");
        var choice = WordChoice.From(Texts());
        await using (var log = Store(scratch))
        {
            await log.OpenAsync(cancellation);
            await FillAsync(log, cancellation);
        }

        _output.WriteLine($"chat.db {Megabytes(scratch, "chat.db")}, index.db {Megabytes(scratch, "index.db")}\n");
        await using (var log = Store(scratch))
        {
            await PrintOpeningAsync("open a store that was closed", log, cancellation);
            await PageAsync(log, cancellation);
            await SearchAsync(log, choice, cancellation);
        }

        foreach (var file in Directory.GetFiles(scratch.Path, "index.db*"))
        {
            File.Delete(file);
        }

        await using (var log = Store(scratch))
        {
            await PrintOpeningAsync("open it without its index", log, cancellation);
        }
    }

    private static SqliteEventLog Store(Scratch scratch) => new(new SqliteOptions(scratch.Path), TimeProvider.System, Logger.None);

    /// <summary>Messages in all small rooms; they are older than those of the large one.</summary>
    private int Small => (_rooms.Length - 1) * SmallRoom;

    /// <summary>The texts of the large room once more.</summary>
    private IEnumerable<string> Texts()
    {
        var texts = new TextSource(new Random(_seed));
        return Enumerable.Range(0, Small + _events).Select(_ => texts.Next()).Skip(Small);
    }

    private async Task FillAsync(SqliteEventLog log, CancellationToken cancellation)
    {
        for (var room = 1; room < _rooms.Length; room++)
        {
            await AppendAsync(room, SmallRoom, new Samples());
        }

        await log.TidyAsync(cancellation);
        var (appending, indexing) = (new Samples(), Stopwatch.StartNew());
        var cost = await Cost.OfAsync(async () =>
        {
            for (var left = _events; left > 0; left -= FillGroup)
            {
                await AppendAsync(0, Math.Min(left, FillGroup), appending);
            }
        });
        var behind = await Cost.OfAsync(async () => await log.TidyAsync(cancellation));
        _output.WriteLine(Invariant(
            $"appending in groups of {FillGroup}: {_events / cost.Wall * 1e6:F0} messages a second, with the index {cost.Cpu / _events:F2} µs CPU each, a group p50 {appending.Median:F0} µs, p99 {appending.Percentile(99):F0} µs, at most {appending.Most / 1e3:F0} ms"));
        _output.WriteLine(Invariant(
            $"the index has caught up {behind.Wall / 1e6:F2} s after the last of them; in all {(cost.Cpu + behind.Cpu) / _events:F2} µs CPU a message, {indexing.Elapsed.TotalSeconds:F1} s\n"));

        async Task AppendAsync(int room, int count, Samples to)
        {
            var head = _source.Head(room + 1);
            var batch = new LogBatch([new LogAppend(_rooms[room], head, _source.Events(room + 1, count))]);
            var began = Stopwatch.GetTimestamp();
            var result = await log.AppendAsync(batch, cancellation);
            to.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            if (result.Outcome != AppendOutcome.Committed)
            {
                throw new InvalidOperationException($"The store says {result.Outcome}.");
            }
        }
    }

    private async Task PrintOpeningAsync(string what, SqliteEventLog log, CancellationToken cancellation)
    {
        var opening = await Cost.OfAsync(async () =>
        {
            await log.OpenAsync(cancellation);
            await log.ReadStateAsync(cancellation);
        });
        var indexing = await Cost.OfAsync(async () => await log.TidyAsync(cancellation));
        var all = _events + Small;
        _output.WriteLine(Invariant(
            $"{what}: {opening.Wall / 1e3:F0} ms until it serves ({opening.Cpu / all:F2} µs CPU a message), all can be found {indexing.Wall / 1e6:F1} s later ({indexing.Cpu / all:F2} µs CPU a message)\n"));
    }

    private async Task PageAsync(SqliteEventLog log, CancellationToken cancellation)
    {
        var (middle, anywhere, newest) = (new Samples(), new Samples(), new Samples());
        for (var i = -50; i < Pages; i++)
        {
            await ReadAsync(_events / 2, middle, i >= 0);
            await ReadAsync(_random.NextInt64(PageSize, _events), anywhere, i >= 0);
            await ReadAsync(_events + 1, newest, i >= 0);
        }

        var table = new Table($"a page of {PageSize}", "p50, ms", "p99, ms", "most, ms");
        Add(table, "the newest", newest);
        Add(table, "from the middle, always the same", middle);
        Add(table, "from anywhere", anywhere);
        table.Print(_output);

        async Task ReadAsync(long before, Samples to, bool isCounted)
        {
            var read = new LogRead(_rooms[0], 0, before, PageSize, Limits.MaxFrame, FromEnd: true);
            var began = Stopwatch.GetTimestamp();
            var slice = await log.ReadAsync(read, cancellation);
            if (isCounted)
            {
                to.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            if (slice.Events.Count != PageSize)
            {
                throw new InvalidOperationException($"A page of {slice.Events.Count}.");
            }
        }
    }

    private async Task SearchAsync(SqliteEventLog log, WordChoice choice, CancellationToken cancellation)
    {
        var one = new Dictionary<LogId, long> { [_rooms[0]] = _events };
        var all = _rooms.Select((room, i) => (room, i)).ToDictionary(static pair => pair.room, pair => pair.i == 0 ? _events : (long)SmallRoom);
        var small = new Dictionary<LogId, long> { [_rooms[^1]] = SmallRoom };
        var some = _rooms.TakeLast(Math.Min(100, _rooms.Length - 1)).ToDictionary(static room => room, static _ => (long)SmallRoom);
        foreach (var (where, logs) in new[] { ("in the large room", one), ($"in all {_rooms.Length}", all), ($"in {some.Count} small ones", some), ("in one small room", small) })
        {
            var table = new Table($"a search {where}", "hits of the first page", "p50, ms", "p99, ms", "most, ms");
            foreach (var (name, typed) in choice.Queries)
            {
                var search = new LogSearch(WordChoice.Parse(typed), logs, Before: null, HitsSize, Limits.MaxFrame);
                var (samples, hits, isCut) = (new Samples(), 0, false);
                var clock = Stopwatch.StartNew();
                for (var i = -5; i < Searches && clock.Elapsed < SearchTime; i++)
                {
                    var began = Stopwatch.GetTimestamp();
                    var found = await log.SearchAsync(search, cancellation);
                    var elapsed = Stopwatch.GetElapsedTime(began);
                    (hits, isCut) = (found.Events.Count, found.Next is not null);
                    if (i >= 0)
                    {
                        samples.Add(elapsed.TotalMilliseconds);
                    }
                }

                Add(table, name, samples, $"{hits}{(isCut ? " and more" : "")}");
            }

            table.Print(_output);
        }
    }

    private static void Add(Table table, string name, Samples samples, params string[] more) =>
        table.Add([name, .. more, Short(samples.Median), Short(samples.Percentile(99)), Short(samples.Most)]);

    private static string Short(double milliseconds) => milliseconds.ToString("F2", CultureInfo.InvariantCulture);

    private static string Megabytes(Scratch scratch, string file) => Invariant($"{new FileInfo(scratch.File(file)).Length / 1e6:F0} MB");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private LogId NextLog()
    {
        Span<byte> id = stackalloc byte[16];
        _random.NextBytes(id);
        return new LogId(new Guid(id));
    }
}
