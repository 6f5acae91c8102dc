using BenchmarkDotNet.Attributes;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;

namespace Chat.Bench.Micro;

/// <summary>Posts in a room of 1,000, from the turn to the sockets, which take everything and cost nothing.</summary>
public class TurnBenchmarks
{
    private const int Members = 1_000;
    private const int Size = 64;

    private CrowdedRoom _room = null!;
    private Command[] _commands = [];
    private Group _group = null!;

    /// <summary>Posts that are decided and committed together.</summary>
    [Params(1, 16)]
    public int Posts { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _room = new CrowdedRoom(Members, Size);
        _commands = new Command[Posts];
        _group = Turn();

        // What was not delivered would be read out of the log by everybody who gets the next one.
        _room.Deliver(_group);
    }

    [GlobalCleanup]
    public void CleanUp() => _room.DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>The turns and the commit in memory.</summary>
    [Benchmark]
    public object TurnAndCommit() => Turn();

    /// <summary>Encoding what a group sends: its block once, and an answer for each post.</summary>
    [Benchmark]
    public object EncodeGroup() => _room.Encode(_group);

    /// <summary>Both of them, up to the instructions for the lanes.</summary>
    [Benchmark]
    public object PostToInstructions() => _room.Encode(Turn());

    /// <summary>All of it, with 1,000 sends for each group.</summary>
    [Benchmark]
    public void PostToSockets() => _room.Deliver(Turn());

    private Group Turn()
    {
        for (var i = 0; i < _commands.Length; i++)
        {
            _commands[i] = _room.Post();
        }

        return _room.Turn(_commands);
    }
}
