using System.Globalization;
using Chat.Bench.Measuring;
using Chat.Server.Log;

namespace Chat.Bench.Store;

/// <summary>Compares layouts of events and keys, all with the same events, in turns.</summary>
internal sealed class LayoutBench
{
    private const int Rooms = 100;

    /// <summary>Groups with which the databases are filled.</summary>
    private const int FillGroup = 1_600;

    private static readonly (int Events, int Rooms, int Groups)[] Shapes =
        [(1, 1, 400), (16, 1, 200), (256, 1, 30), (256, Rooms, 30), (1_600, 1, 15), (1_600, Rooms, 15)];

    private static readonly (bool IsBlocks, KeyIndex Index)[] Layouts =
    [
        (false, KeyIndex.None), (false, KeyIndex.Table), (false, KeyIndex.Unique), (false, KeyIndex.Hash),
        (true, KeyIndex.None), (true, KeyIndex.Table), (true, KeyIndex.Hash),
    ];

    private readonly TextWriter _output;

    public LayoutBench(TextWriter output)
    {
        _output = output;
    }

    public void Run(string? folder, int events, int rounds)
    {
        using var scratch = new Scratch(folder);
        _output.WriteLine(Machine.Describe());
        var layouts = new List<Layout>();
        var sizes = new List<double>();
        var text = new string('x', 64);
        var source = new EventSource(new Random(1), () => text, Rooms);
        foreach (var (isBlocks, index) in Layouts)
        {
            layouts.Add(new Layout(scratch.File($"{layouts.Count}.db"), isBlocks, index, Rooms));
        }

        var present = 0;
        for (; present < events; present += FillGroup)
        {
            Each(source.Group(FillGroup, Rooms));
        }

        for (var i = 0; i < layouts.Count; i++)
        {
            layouts[i].Checkpoint();
            sizes.Add(new FileInfo(scratch.File($"{i}.db")).Length / (double)present);
        }

        var cpu = Empty();
        var wall = Empty();
        for (var round = 0; round < rounds; round++)
        {
            for (var shape = 0; shape < Shapes.Length; shape++)
            {
                var (size, rooms, count) = Shapes[shape];
                var groups = Enumerable.Range(0, count).Select(_ => source.Group(size, rooms)).ToArray();
                for (var i = 0; i < layouts.Count; i++)
                {
                    var layout = layouts[(i + round) % layouts.Count];
                    var at = layouts.IndexOf(layout);
                    var cost = Cost.Of(() => Array.ForEach(groups, layout.Append));
                    cpu[at][shape].Add(cost.Cpu / count / size);
                    wall[at][shape].Add(cost.Wall / count);
                }
            }
        }

        _output.WriteLine($"{present} events present, medians of {rounds} rounds\n");
        Print("CPU, µs an event", cpu, sizes);
        Print("wall, µs a group", wall, sizes);
        layouts.ForEach(static layout => layout.Dispose());

        void Each(List<(long Room, LogEvent[] Events)> group) => layouts.ForEach(layout => layout.Append(group));
    }

    private void Print(string title, Samples[][] figures, List<double> sizes)
    {
        var table = new Table([title, .. Shapes.Select(static shape => $"{shape.Events} in {shape.Rooms}"), "bytes an event"]);
        for (var i = 0; i < Layouts.Length; i++)
        {
            var row = i;
            table.Add([
                Layout.Name(Layouts[i].IsBlocks, Layouts[i].Index),
                .. Enumerable.Range(0, Shapes.Length).Select(shape => Short(figures[row][shape].Median)),
                sizes[i].ToString("F0", CultureInfo.InvariantCulture),
            ]);
        }

        table.Print(_output);
    }

    /// <summary>For each layout and shape.</summary>
    private static Samples[][] Empty() => [.. Layouts.Select(static _ => Shapes.Select(static _ => new Samples()).ToArray())];

    private static string Short(double value) => value.ToString(value >= 100 ? "F0" : value >= 10 ? "F1" : "F2", CultureInfo.InvariantCulture);
}
