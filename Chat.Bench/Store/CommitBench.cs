using System.Diagnostics;
using System.Globalization;
using Chat.Bench.Measuring;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Serilog.Core;

namespace Chat.Bench.Store;

/// <summary>
/// What a commit takes when one begins some time after the one before was over, as where groups are delivered in between: a disk that was left alone for a while is slower
/// than one that is asked again and again. Between them the processor is kept busy.
/// </summary>
internal sealed class CommitBench
{
    private static readonly (int Events, int Rooms)[] Shapes = [(1, 1), (16, 1), (256, 100)];

    private readonly TextWriter _output;
    private readonly int[] _pauses;

    /// <param name="output">Gets the table.</param>
    /// <param name="pauses">µs from the end of one commit to the beginning of the next.</param>
    public CommitBench(TextWriter output, int[] pauses)
    {
        _output = output;
        _pauses = pauses;
    }

    public async Task RunAsync(string? folder, int rounds, int commits, CancellationToken cancellation)
    {
        using var scratch = new Scratch(folder);
        _output.WriteLine(Machine.Describe());
        using var single = new SingleRows(scratch.File("single.db"));
        await using var store = new SqliteEventLog(new SqliteOptions(Directory.CreateDirectory(scratch.File("store")).FullName), TimeProvider.System, Logger.None);
        await store.OpenAsync(cancellation);
        var rooms = Enumerable.Range(0, Shapes.Max(static shape => shape.Rooms) + 1).Select(static _ => new LogId(Guid.NewGuid())).ToArray();
        var text = new string('x', 64);
        var source = new EventSource(new Random(1), () => text, rooms.Length);
        var columns = Shapes.Select(shape => (Func<Func<ValueTask>>)(() => Append(store, Batch(shape, source, rooms)))).Prepend(() => () => Commit(single)).ToArray();
        var figures = _pauses.Select(_ => columns.Select(static _ => new Samples()).ToArray()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < _pauses.Length; i++)
            {
                for (var column = 0; column < columns.Length; column++)
                {
                    var median = await MeasureAsync(columns[column], _pauses[i], commits, cancellation);
                    if (round >= 0)
                    {
                        figures[i][column].Add(median); // The first round is only for warming up.
                    }
                }
            }
        }

        Print(figures, rounds, commits);
    }

    /// <summary>The median of so many commits, in µs. What they are to write is made before the pause.</summary>
    private static async Task<double> MeasureAsync(Func<Func<ValueTask>> next, int pause, int commits, CancellationToken cancellation)
    {
        var latencies = new Samples();
        while (latencies.Count < commits)
        {
            cancellation.ThrowIfCancellationRequested();
            var commit = next();
            Pause(pause);
            var began = Stopwatch.GetTimestamp();
            await commit();
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        return latencies.Median;
    }

    private static ValueTask Commit(SingleRows rows)
    {
        rows.Commit();
        return default;
    }

    private static Func<ValueTask> Append(SqliteEventLog store, LogBatch batch) => async () =>
    {
        if (await store.AppendAsync(batch, CancellationToken.None) is { Outcome: not AppendOutcome.Committed } refused)
        {
            throw new InvalidOperationException($"The store says {refused.Outcome}.");
        }
    };

    private static LogBatch Batch((int Events, int Rooms) shape, EventSource source, LogId[] rooms) =>
        new([.. source.Group(shape.Events, shape.Rooms).Select(group => new LogAppend(rooms[group.Room], group.Events[0].Seq - 1, group.Events))]);

    private static void Pause(int microseconds)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began).TotalMicroseconds < microseconds;)
        {
            Thread.SpinWait(10);
        }
    }

    private void Print(Samples[][] figures, int rounds, int commits)
    {
        _output.WriteLine($"µs a commit, medians of {commits} in each of {rounds} rounds, with ranges\n");
        var table = new Table(["µs in between", "one row", .. Shapes.Select(static shape => $"{shape.Events} in {shape.Rooms}")]);
        for (var i = 0; i < _pauses.Length; i++)
        {
            table.Add([_pauses[i].ToString(CultureInfo.InvariantCulture), .. figures[i].Select(static samples => samples.Spread("F0"))]);
        }

        table.Print(_output);
    }
}
