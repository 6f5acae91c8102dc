using BenchmarkDotNet.Attributes;
using Chat.Server.Delivery;

namespace Chat.Bench.Micro;

/// <summary>Bytes that a socket did not take: in, and out again when it does.</summary>
public class OutboxBenchmarks
{
    /// <summary>What is given to the outbox before the socket takes anything: half of what makes it full.</summary>
    private const int Waiting = Lane.OutboxBound / 2;

    private Outbox _outbox;
    private byte[] _frame = [];

    /// <summary>Bytes of one append: a single event, a block.</summary>
    [Params(128, 4_096)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare() => _frame = new byte[Size];

    /// <summary>32 KB in appends of that size, and out of it as it lies there.</summary>
    [Benchmark]
    public int FillAndDrain()
    {
        while (_outbox.Count < Waiting)
        {
            _outbox.Append(_frame);
        }

        var taken = 0;
        while (!_outbox.IsEmpty)
        {
            var count = _outbox.Peek().Length;
            _outbox.Consume(count);
            taken += count;
        }

        return taken;
    }
}
