using System.CommandLine;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>The command <c>load</c> and its options.</summary>
internal sealed class LoadCommand
{
    public const string Name = "load";

    public const string Examples = """
        Examples, each behind "dotnet run -c Release --project Chat.Bench --":
          load --serve --members 1000                        how fast one room of 1,000 can be
          load --serve sqlite --rooms 100 --members 10       many small rooms, with the store on disk
          load --serve --members 50 --rate 20 --seconds 30   how long a message takes when there is little to do
          load localhost:2428 --members 500                  a server that runs on this machine; see --rate-limit of chatd
          load --serve --members 200 --slow 20 --reconnect-storm 10    members who do not read, and connections that break
          load --serve --idle 5000                           what a connection takes of the server's memory
          load --serve --login 0                             how many can come in
          load chat://10.0.0.5:2428 --tls --members 200 --json load.json

        Server and generator apart on a machine with two processors:
          taskset -c 1 dotnet run -c Release --project Chat.Bench -- load --serve --server-cores 0 --members 1000

        A server that runs limits posts, connections and new rooms for each address unless it was told otherwise:
          chatd --rate-limit off --connections-per-address off --new-rooms off

        Exit codes: 0 everything came, once and in order; 1 something did not, or the run failed; 64 the command line cannot be understood.
        """;

    /// <summary>As sysexits.h has it: the command line cannot be understood.</summary>
    private const int Usage = 64;

    private readonly Argument<string?> _address = new("address")
    {
        Description = "A server that runs, as chat://HOST:PORT or HOST:PORT. In clear text it has to be on this machine.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _serve = new("--serve")
    {
        Description = "Start chatd for this run instead, with the store memory (if nothing is said) or sqlite, without limits on what one machine may do.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = static _ => null,
        HelpName = "memory|sqlite",
    };

    private readonly Option<string?> _serverCores = Optional<string?>("--server-cores", "With --serve: the processors it may use, as for taskset, such as 0 or 0-3.", "LIST");
    private readonly Option<int?> _serverPid = Optional<int?>("--server-pid", "The process of a server that runs, to tell what it takes of CPU and memory.", "PID");
    private readonly Option<int> _rooms = Number("--rooms", "Rooms.", 1);
    private readonly Option<int> _members = Number("--members", "Members of each room, its senders included.", 100);
    private readonly Option<int> _senders = Number("--senders", "Members of each room who post, in turn.", 1);
    private readonly Option<int?> _window = Optional<int?>("--window", $"Messages of each room under way at a time; one is done when its last member has it. Default: {LoadOptions.DefaultWindow}.", "N");
    private readonly Option<double?> _rate = Optional<double?>("--rate", "Instead of a window: messages a second in each room, each at its time, whatever has become of those before. Times count from when a message was due.", "N");
    private readonly Option<int> _size = Number("--size", "Bytes of text in a message.", 64);
    private readonly Option<bool> _tls = new("--tls") { Description = "Encrypt. The key that the server shows first is trusted for the run." };
    private readonly Option<double> _seconds = new("--seconds") { Description = "How long to measure.", DefaultValueFactory = static _ => LoadOptions.DefaultSeconds };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "Seconds of the same before that, which are not measured.", DefaultValueFactory = static _ => 1 };
    private readonly Option<int?> _threads = Optional<int?>("--threads", "Threads that read. Default: one for every two processors, 4 at the most.", "N");
    private readonly Option<int> _slow = Number("--slow", "Members in all who stop reading during the run and read everything at its end.", 0);
    private readonly Option<int> _storm = Number("--reconnect-storm", "Connections that break in a second, come back at once and go on where they were, while the others talk. So many members take turns.", 0);
    private readonly Option<int> _idle = Number("--idle", "Do not talk: open so many connections, each in a room, and tell what one takes of the server's memory.", 0);
    private readonly Option<double?> _login = Optional<double?>("--login", "Do not talk: connect, say Hello, join and leave, so often a second; 0 as often as possible.", "N");
    private readonly Option<string?> _json = Optional<string?>("--json", "Write what was measured into a file, too.", "FILE");

    public Command Make()
    {
        var command = new Command(Name, "Puts load on a server over the network, checks that every event comes once and in order, and tells how fast that is. Ctrl+C ends it with what there is.")
        {
            _address, _serve, _serverCores, _serverPid, _rooms, _members, _senders, _window, _rate, _size, _tls, _seconds, _warmUp, _threads, _slow, _storm, _idle, _login, _json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static Option<T> Optional<T>(string name, string description, string placeholder) => new(name) { Description = description, HelpName = placeholder };

    private static Option<int> Number(string name, string description, int value) => new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => value };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var options = Read(parsed);
        var problems = options.Problems().ToArray();
        if (problems.Length > 0)
        {
            foreach (var problem in problems)
            {
                await Console.Error.WriteLineAsync(problem);
            }

            await Console.Error.WriteLineAsync("--help has examples.");
            return Usage;
        }

        return await new LoadRun(options, Console.Out, Console.Error, ProgressLine.OfConsole()).RunAsync(cancellation);
    }

    private LoadOptions Read(ParseResult parsed) => new()
    {
        Address = parsed.GetValue(_address),
        Serve = parsed.GetResult(_serve) is { Implicit: false } ? parsed.GetValue(_serve) ?? "memory" : null,
        ServerCores = parsed.GetValue(_serverCores),
        ServerPid = parsed.GetValue(_serverPid),
        Rooms = parsed.GetValue(_rooms),
        Members = parsed.GetValue(_members),
        Senders = parsed.GetValue(_senders),
        Window = parsed.GetValue(_window),
        Rate = parsed.GetValue(_rate),
        Size = parsed.GetValue(_size),
        Tls = parsed.GetValue(_tls),
        Seconds = parsed.GetValue(_seconds),
        WarmUp = parsed.GetValue(_warmUp),
        Threads = parsed.GetValue(_threads),
        Slow = parsed.GetValue(_slow),
        ReconnectStorm = parsed.GetValue(_storm),
        Idle = parsed.GetValue(_idle),
        Login = parsed.GetValue(_login),
        Json = parsed.GetValue(_json),
    };
}
