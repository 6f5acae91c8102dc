using System.CommandLine;
using System.ComponentModel;
using System.Text.Json;
using Chat.Bench.Measuring;
using Chat.Bench.Peers.Dialects;
using Chat.Bench.Peers.Fanout;
using Chat.Bench.Peers.Limit;
using Chat.Bench.Peers.Plots;
using Chat.Bench.Peers.Results;

namespace Chat.Bench.Peers;

/// <summary>The commands that measure fan-out, of this server and of others alike.</summary>
internal static class PeerCommands
{
    private const string NeedsLinux = "This needs Linux: it is made of epoll, recv and send.";

    public static Command Fanout()
    {
        var protocol = new Option<string>("--protocol") { Description = "What the server speaks; chat is ours in clear text, raw that of the limit server.", Required = true };
        protocol.AcceptOnlyFromAmong([.. Dialect.All.Select(static dialect => dialect.Name)]);
        var port = new Option<int?>("--port") { Description = "The server's port on 127.0.0.1; by default the protocol's usual one." };
        var rooms = Number("--rooms", "Rooms.", 1, 1, 100_000);
        var members = Number("--members", "Members of each room, each with a connection of his own.", 1000, 1, 100_000);
        var senders = Number("--senders", "Senders of each room, with connections of their own.", 1, 0, 1000);
        var size = Number("--size", "Bytes of a text.", 64, Stamp.Size, 16_384);
        var window = new Option<int?>("--window") { Description = "Messages of a room under way at a time; the next is sent when the last member has one." };
        var rate = new Option<double?>("--rate") { Description = "Messages a second in all, by the clock, instead of a window." };
        var seconds = new Option<double>("--seconds") { Description = "How long a stage takes.", DefaultValueFactory = static _ => 2 };
        var stages = new Option<string[]>("--stages")
        {
            Description = "Stages one after the other, instead of --window and --rate: window=16,seconds=2 or rate=50,seconds=3; with ,quiet nothing is told. Without any of the three: a warm-up, window 16, window 1, and 50 a second.",
            AllowMultipleArgumentsPerToken = true,
        };
        var pid = new Option<int?>("--server-pid") { Description = "The server's process, for its CPU and memory." };
        var entering = Number("--entering", "Connections that come in at the same time.", 64, 1, 1000);
        var warm = Number("--warm", "So many enter, talk and leave before anything is measured.", 0, 0, 10_000);
        var tag = new Option<string>("--tag") { Description = "Repeated in every line.", DefaultValueFactory = static _ => "" };
        var command = new Command("fanout", "Connects many to a server that runs already, has some of them talk, and counts what arrives. One thread; a line of JSON for each stage. Pin it and the server to cores of their own: taskset -c 1 ...")
        {
            protocol, port, rooms, members, senders, size, window, rate, seconds, stages, pid, entering, warm, tag,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var dialect = Dialect.All.First(dialect => dialect.Name == parsed.GetValue(protocol));
            return RunAsync(() => new FanoutOptions
            {
                Dialect = dialect,
                Port = parsed.GetValue(port) ?? dialect.Port,
                Rooms = parsed.GetValue(rooms),
                Members = parsed.GetValue(members),
                Senders = parsed.GetValue(senders),
                Size = parsed.GetValue(size),
                Entering = parsed.GetValue(entering),
                Warm = parsed.GetValue(warm),
                ServerPid = parsed.GetValue(pid),
                Tag = parsed.GetValue(tag)!,
                Stages = parsed.GetValue(senders) == 0 ? [] : StagesOf(parsed.GetValue(stages), parsed.GetValue(window), parsed.GetValue(rate), parsed.GetValue(seconds)),
            },
            cancellation);
        });
        return command;
    }

    public static Command Limit()
    {
        var port = Number("--port", "Where it listens, on 127.0.0.1.", 7000, 1, 65_535);
        var command = new Command("limit", "A server that only passes on what is sent to a room: one thread, one send for each member and turn. What it reaches is the practical limit of one core; measure it with fanout --protocol raw.")
        {
            port,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Limit(parsed.GetValue(port), cancellation)));
        return command;
    }

    public static Command Summary()
    {
        var lines = new Argument<FileInfo>("LINES") { Description = "Lines of JSON as fanout prints them, with server/shape/round as their tag." };
        var results = new Argument<FileInfo>("RESULTS") { Description = "Where medians and ranges go, as JSON." };
        var command = new Command("summary", "Makes medians and ranges of the rounds of a comparison, and prints them as tables. Chat.Bench/compare-peers.sh calls it.") { lines, results };
        command.SetAction(parsed =>
        {
            var comparison = Results.Summary.Of(File.ReadLines(parsed.GetValue(lines)!.FullName), Machine.Describe());
            File.WriteAllText(parsed.GetValue(results)!.FullName, JsonSerializer.Serialize(comparison, ComparisonJson.Default.Comparison) + "\n");
            ComparisonTables.Print(comparison, Console.Out);
        });
        return command;
    }

    public static Command Plot()
    {
        var results = new Argument<FileInfo>("RESULTS") { Description = "A file that Chat.Bench/compare-peers.sh has written." };
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Where the drawings go, as SVG; those of before are replaced." };
        var command = new Command("plot", "Draws the results of a comparison.") { results, folder };
        command.SetAction(parsed =>
        {
            var comparison = JsonSerializer.Deserialize(File.ReadAllText(parsed.GetValue(results)!.FullName), ComparisonJson.Default.Comparison)!;
            foreach (var path in PlotFiles.Write(comparison, parsed.GetValue(folder)!.FullName))
            {
                Console.WriteLine(path);
            }
        });
        return command;
    }

    private static int Limit(int port, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine(NeedsLinux);
            return 1;
        }

        try
        {
            using var server = new LimitServer(port);
            Console.WriteLine($"Listening on 127.0.0.1:{port}, process {Environment.ProcessId}");
            server.Run(cancellation);
            return 0;
        }
        catch (InvalidOperationException error)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }

    private static Task<int> RunAsync(Func<FanoutOptions> options, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            Console.Error.WriteLine(NeedsLinux);
            return Task.FromResult(1);
        }

        try
        {
            return Task.FromResult(new FanoutBench(options(), Console.Out).Run(cancellation));
        }
        catch (Exception error) when (error is FormatException or OverflowException or Win32Exception or InvalidOperationException)
        {
            Console.Error.WriteLine(error.Message);
            return Task.FromResult(1);
        }
    }

    private static IReadOnlyList<Stage> StagesOf(string[]? stages, int? window, double? rate, double seconds)
    {
        if (stages is { Length: > 0 })
        {
            return [.. stages.Select(Stage.Parse)];
        }

        var warm = new Stage(1.5, 16, 0, IsQuiet: true);
        return (window, rate) switch
        {
            (null, null) => [warm, new Stage(seconds, 16, 0, false), new Stage(seconds, 1, 0, false), new Stage(seconds, 0, 50, false)],
            (_, null) => [warm, new Stage(seconds, window.Value, 0, false)],
            (null, _) => [warm, new Stage(seconds, 0, rate.Value, false)],
            _ => throw new FormatException("Either --window or --rate; for both, use --stages."),
        };
    }

    private static Option<int> Number(string name, string description, int value, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (result.GetValueOrDefault<int>() is var given) && (given < least || given > most))
            {
                result.AddError($"{name} is {least} to {most}.");
            }
        });
        return option;
    }
}
