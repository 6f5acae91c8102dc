namespace Chat.Tests.Simulation;

/// <summary>What happened in one run, in the order it happened: all that the checker judges by.</summary>
internal sealed class Chronicle
{
    private readonly TextWriter? _trace;
    private readonly TimeProvider _time;
    private long _stamp;

    public Chronicle(TimeProvider time, TextWriter? trace)
    {
        _time = time;
        _trace = trace;
        Begin = Time;
    }

    public Ledger Ledger { get; } = new();

    public Registry Registry { get; } = new();

    public List<Link> Links { get; } = [];

    /// <summary>What was found wrong while it ran.</summary>
    public List<string> Faults { get; } = [];

    public bool IsTraced => _trace is not null;

    /// <summary>The stamp of what happened last.</summary>
    public long Stamp => _stamp;

    /// <summary>The clock at the beginning, Unix milliseconds.</summary>
    public long Begin { get; }

    /// <summary>The clock, Unix milliseconds.</summary>
    public long Time => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The next place in the order of things.</summary>
    public long Next() => ++_stamp;

    public void Fault(string what)
    {
        Faults.Add(what);
        Note("!!", what);
    }

    /// <summary>A line for whoever reads the run; costs nothing unless somebody does.</summary>
    public void Note(string who, object? what)
    {
        if (_trace is not null)
        {
            var text = what?.ToString() ?? "";
            _trace.WriteLine($"{_stamp,6} {Time - Begin,7} ms  {who,-8} {(text.Length > 600 ? text[..600] + "…" : text)}");
        }
    }
}
