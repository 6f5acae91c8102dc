using Chat.Protocol;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing;

/// <summary>Encodes what a committed group sends: each block once, and all other frames into one array. Owned by the driver.</summary>
internal sealed class GroupEncoder : IDisposable
{
    private readonly FrameBuffer _frames = new();
    private readonly FrameBuffer _block = new();
    private readonly List<(int Start, int End)> _ranges = [];

    public List<Instruction> Encode(List<Output> outputs)
    {
        _frames.Clear();
        _ranges.Clear();
        foreach (var output in outputs)
        {
            var start = _frames.WrittenCount;
            if (output.Frame is { } frame)
            {
                FrameCodec.Encode(frame, _frames);
            }

            _ranges.Add((start, _frames.WrittenCount));
        }

        var bytes = _frames.WrittenSpan.ToArray();
        var instructions = new List<Instruction>(outputs.Count);
        for (var i = 0; i < outputs.Count; i++)
        {
            var output = outputs[i];
            var (start, end) = _ranges[i];
            instructions.Add(new Instruction
            {
                Kind = output.Kind,
                Subscriber = output.Subscriber,
                Feed = output.Feed,
                Bytes = bytes.AsMemory(start, end - start),
                Block = output.Events is null ? null : Encode(output),
                Cursor = output.Cursor,
                Head = output.Head,
                Name = output.Name,
                Except = output.Except,
                Grant = output.Grant,
                Search = output.Search,
            });
        }

        return instructions;
    }

    public void Dispose()
    {
        _frames.Dispose();
        _block.Dispose();
    }

    private Block Encode(Output output)
    {
        _block.Clear();
        var events = output.Events!;
        var ends = new int[events.Count];
        for (var i = 0; i < ends.Length; i++)
        {
            var e = events[i];
            FrameCodec.EncodeEvent(_block, output.Name!, e.Seq, e.Time, e.Nick, e.Kind, e.Text, e.Ref, e.Key);
            ends[i] = _block.WrittenCount;
        }

        return new Block(events[0].Seq, _block.WrittenSpan.ToArray(), ends);
    }
}
