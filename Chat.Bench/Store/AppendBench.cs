using Chat.Bench.Measuring;
using Chat.Bench.Wire;
using Chat.Protocol.Frames;
using Chat.Server.Hosting;

namespace Chat.Bench.Store;

/// <summary>Posts to a whole server with the durable store, beside commits of single rows on the same disk.</summary>
internal sealed class AppendBench
{
    private readonly TextWriter _output;
    private readonly Phase[] _phases;

    public AppendBench(TextWriter output, int[] senders)
    {
        _output = output;
        var most = senders.Max();
        _phases =
        [
            .. senders.Select(static count => new Phase(count, false, StoreKind.Sqlite)),
            new Phase(most, true, StoreKind.Sqlite),
            new Phase(most, false, StoreKind.Memory),
        ];
    }

    public async Task RunAsync(string? folder, int rounds, TimeSpan time, CancellationToken cancellation)
    {
        using var scratch = new Scratch(folder);
        _output.WriteLine(Machine.Describe());
        await using var durable = await LocalServer.StartAsync(scratch.File("durable"), StoreKind.Sqlite, cancellation);
        await using var memory = await LocalServer.StartAsync(scratch.File("memory"), StoreKind.Memory, cancellation);
        using var single = new SingleRows(scratch.File("single.db"));
        var rows = new Figures();
        var posts = _phases.Select(static _ => new Figures()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            // The first round is only for warming up.
            var isCounted = round >= 0;
            var measure = rows.Measure(isCounted, null, latencies => single.Run(time, latencies));
            for (var i = 0; i < _phases.Length; i++)
            {
                var (count, shares, store) = _phases[i];
                var server = store == StoreKind.Memory ? memory : durable;
                using (var posters = new Posters(server.Endpoint, count, $"p{round + 1}-{i}", shares))
                {
                    posts[i].Measure(isCounted, measure, latencies => posters.Run(time, latencies));
                }

                WaitForIndex(server, $"w{round + 1}-{i}");
            }
        }

        Print(rows, posts, rounds, time);
    }

    private void Print(Figures rows, Figures[] posts, int rounds, TimeSpan time)
    {
        _output.WriteLine($"{rounds} rounds of {time.TotalSeconds} s each, medians with ranges\n");
        var table = new Table("", "a second", "beside single rows", "p50, µs", "p99, µs", "CPU, µs each");
        table.Add("commits of single rows", rows.Rates.Spread("F0"), "1", rows.P50.Spread("F0"), rows.P99.Spread("F0"), rows.Cpu.Spread("F0"));
        for (var i = 0; i < _phases.Length; i++)
        {
            var (count, shares, store) = _phases[i];
            table.Add(
                $"posts of {count}{(count == 1 ? "" : shares ? ", in one room" : ", each in his room")}{(store == StoreKind.Memory ? ", in memory" : "")}",
                posts[i].Rates.Spread("F0"),
                posts[i].Ratios.Spread("F1"),
                posts[i].P50.Spread("F0"),
                posts[i].P99.Spread("F0"),
                posts[i].Cpu.Spread("F0"));
        }

        table.Print(_output);
    }

    /// <summary>A search waits until everything said before is indexed: nothing of one measurement is left for the next.</summary>
    private static void WaitForIndex(LocalServer server, string nick)
    {
        using var searcher = WireConnection.Enter(server.Endpoint, nick, "#own-0");
        while (true)
        {
            try
            {
                searcher.Ask<HitsFrame>(id => new SearchFrame(id, "nothing", null, null, 1));
                return;
            }
            catch (InvalidOperationException)
            {
                // It is still behind.
            }
        }
    }

    private readonly record struct Phase(int Senders, bool SharesRoom, StoreKind Store);

    /// <summary>Of one kind, a value for each round.</summary>
    private sealed class Figures
    {
        public Samples Rates { get; } = new();

        /// <summary>Beside what was measured right before.</summary>
        public Samples Ratios { get; } = new();

        public Samples P50 { get; } = new();

        public Samples P99 { get; } = new();

        public Samples Cpu { get; } = new();

        public double Measure(bool isCounted, double? beside, Func<Samples, double> run)
        {
            var latencies = new Samples();
            var rate = 0.0;
            var cost = Cost.Of(() => rate = run(latencies));
            if (isCounted)
            {
                Rates.Add(rate);
                Cpu.Add(cost.Cpu / latencies.Count);
                P50.Add(latencies.Median);
                P99.Add(latencies.Percentile(99));
                Ratios.Add(rate / (beside ?? rate));
            }

            return rate;
        }
    }
}
