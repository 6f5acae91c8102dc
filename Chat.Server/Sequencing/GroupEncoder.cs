using System.Runtime.InteropServices;
using Chat.Protocol;
using Chat.Server.Delivery;

namespace Chat.Server.Sequencing;

/// <summary>Encodes what a committed group sends: each block once, and all frames into a few arrays. Owned by the driver.</summary>
internal sealed class GroupEncoder : IDisposable
{
    /// <summary>An array ends when it has so many bytes: it is to be gone with the next collection, which those of 85 KB and more are not.</summary>
    private const int ArrayBytes = 48 * 1024;

    private readonly FrameBuffer _frames = new();
    private readonly List<int> _ends = [];

    public List<Instruction> Encode(List<Output> outputs)
    {
        var instructions = new List<Instruction>(16 + (outputs.Count / 4));
        for (var rest = CollectionsMarshal.AsSpan(outputs); !rest.IsEmpty; rest = rest[_ends.Count..])
        {
            Write(rest);
            Instruct(rest[.._ends.Count], _frames.WrittenSpan.ToArray(), instructions);
        }

        return instructions;
    }

    public void Dispose() => _frames.Dispose();

    /// <summary>Encodes the first of the outputs, as many as an array is to hold.</summary>
    private void Write(ReadOnlySpan<Output> outputs)
    {
        _frames.Clear();
        _ends.Clear();
        foreach (ref readonly var output in outputs)
        {
            if (output.Frame is { } frame)
            {
                FrameCodec.Encode(frame, _frames);
            }
            else if (output.Events is { } events)
            {
                foreach (var e in events)
                {
                    FrameCodec.EncodeEvent(_frames, output.Details!.Name!, e.Seq, e.Time, e.Nick, e.Kind, e.Text, e.Ref, e.Key);
                }
            }

            _ends.Add(_frames.WrittenCount);
            if (_frames.WrittenCount >= ArrayBytes)
            {
                return;
            }
        }
    }

    private void Instruct(ReadOnlySpan<Output> outputs, ReadOnlyMemory<byte> bytes, List<Instruction> instructions)
    {
        for (int i = 0, start = 0; i < outputs.Length;)
        {
            var count = AnswersFrom(outputs[i..]);
            var end = _ends[i + Math.Max(count, 1) - 1];
            instructions.Add(InstructionOf(in outputs[i], bytes[start..end], count));
            (i, start) = (i + Math.Max(count, 1), end);
        }
    }

    /// <summary>How many of the first are answers to the same session: it gets them together.</summary>
    private static int AnswersFrom(ReadOnlySpan<Output> outputs)
    {
        var count = 0;
        while (count < outputs.Length && outputs[count].Kind == InstructionKind.Answer && ReferenceEquals(outputs[count].Subscriber, outputs[0].Subscriber))
        {
            count++;
        }

        return count;
    }

    private static Instruction InstructionOf(in Output output, ReadOnlyMemory<byte> bytes, int answers) => output.Events is { } events
        ? Instruction.Events(output.Feed, new Block(events[0].Seq, events.Count, bytes))
        : new Instruction { Kind = output.Kind, Subscriber = output.Subscriber, Bytes = bytes, Answers = answers, Details = output.Details };
}
