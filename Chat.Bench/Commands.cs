using System.CommandLine;
using System.CommandLine.Help;
using Chat.Bench.Load;
using Chat.Bench.Micro;
using Chat.Bench.Peers;
using Chat.Bench.Store;

namespace Chat.Bench;

/// <summary>What can be measured: a group of commands for each part of the product.</summary>
internal static class Commands
{
    public static RootCommand Root()
    {
        var root = new RootCommand(
            "Measures the chat server. Each command prints its tables in the form that docs/performance.md uses. Run it from a Release build, with nothing else going on: "
            + "dotnet run -c Release --project Chat.Bench -- store append")
        {
            Store(),
            new LoadCommand().Make(),
            PeerCommands.Fanout(),
            PeerCommands.Limit(),
            PeerCommands.Summary(),
            PeerCommands.Plot(),
            MicroCommand.Make(),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, new Dictionary<string, string>
        {
            [LoadCommand.Name] = LoadCommand.Examples,
            [MicroCommand.Name] = MicroCommand.Examples,
        });
        return root;
    }

    private static Command Store() => new("store", "Measures what is kept on disk.")
    {
        Layout(),
        Append(),
        Commit(),
        Read(),
    };

    private static Command Layout()
    {
        var folder = Folder();
        var events = Number("--events", "Events that are there before anything is measured.", 1_000_000);
        var rounds = Number("--rounds", "How often each is measured, in turns with the others.", 5);
        var command = new Command("layout", "Compares ways of laying out events and keys in SQLite: a row for each event or a blob for each group, with and without an index of keys. Run it on one core: taskset -c 0 ...")
        {
            folder, events, rounds,
        };
        command.SetAction(parsed => new LayoutBench(Console.Out).Run(parsed.GetValue(folder), parsed.GetValue(events), parsed.GetValue(rounds)));
        return command;
    }

    private static Command Append()
    {
        var folder = Folder();
        var rounds = Number("--rounds", "How often each is measured, in turns with the others.", 7);
        var seconds = new Option<double>("--seconds") { Description = "How long one measurement takes.", DefaultValueFactory = _ => 2 };
        var senders = new Option<int[]>("--senders")
        {
            Description = "How many clients post, each in a room of his own and waiting for his acknowledgement; the most of them also all in one room.",
            DefaultValueFactory = _ => [1, 10, 100],
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("append", "Posts over loopback to a whole server with the durable store, beside commits of single rows on the same disk.")
        {
            folder, rounds, seconds, senders,
        };
        command.SetAction((parsed, cancellation) => new AppendBench(Console.Out, parsed.GetValue(senders)!).RunAsync(
            parsed.GetValue(folder), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation));
        return command;
    }

    private static Command Commit()
    {
        var folder = Folder();
        var rounds = Number("--rounds", "How often each is measured, in turns with the others.", 5);
        var commits = Number("--commits", "Commits in one measurement.", 200);
        var pauses = new Option<int[]>("--pauses")
        {
            Description = "Microseconds from the end of one commit to the beginning of the next, in which the processor is kept busy.",
            DefaultValueFactory = _ => [0, 100, 200, 500, 1000, 2000, 5000],
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("commit", "Commits groups to the durable store, and single rows beside it, with some time in between: as a server does that delivers what it has stored. Run it on one core: taskset -c 0 ...")
        {
            folder, rounds, commits, pauses,
        };
        command.SetAction((parsed, cancellation) => new CommitBench(Console.Out, parsed.GetValue(pauses)!).RunAsync(
            parsed.GetValue(folder), parsed.GetValue(rounds), parsed.GetValue(commits), cancellation));
        return command;
    }

    private static Command Read()
    {
        var folder = Folder();
        var events = Number("--events", "Messages in the large room.", 1_000_000);
        var rooms = Number("--rooms", "Rooms of the user who searches everywhere; all but the large one have 100 messages.", 1_000);
        var seed = Number("--seed", "Another one makes other texts.", 1);
        var command = new Command("read", "Reads pages out of a large room, searches it, and makes its index anew.")
        {
            folder, events, rooms, seed,
        };
        command.SetAction((parsed, cancellation) => new ReadBench(Console.Out, parsed.GetValue(events), parsed.GetValue(rooms), parsed.GetValue(seed))
            .RunAsync(parsed.GetValue(folder), cancellation));
        return command;
    }

    private static Option<string?> Folder() => new("--folder") { Description = "A folder on the disk to measure; what is made in it is removed again. Default: that for temporary files." };

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
