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
        for (var first = 0; first < outputs.Count; first += _ends.Count)
        {
            Write(outputs, first);
            Instruct(outputs, first, _frames.WrittenSpan.ToArray(), instructions);
        }

        return instructions;
    }

    public void Dispose() => _frames.Dispose();

    /// <summary>Encodes outputs from one on, as many as an array is to hold.</summary>
    private void Write(List<Output> outputs, int first)
    {
        _frames.Clear();
        _ends.Clear();
        foreach (ref readonly var output in CollectionsMarshal.AsSpan(outputs)[first..])
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

    /// <summary>Makes instructions of what was encoded.</summary>
    /// <remarks>Not with a span of the outputs, which are new: a collection that finds one while an instruction is made looks for the beginning of their array from the first new object on.</remarks>
    private void Instruct(List<Output> outputs, int first, ReadOnlyMemory<byte> bytes, List<Instruction> instructions)
    {
        for (int i = 0, start = 0; i < _ends.Count;)
        {
            var count = AnswersFrom(outputs, first + i, _ends.Count - i);
            var end = _ends[i + Math.Max(count, 1) - 1];
            instructions.Add(InstructionOf(outputs[first + i], bytes[start..end], count));
            (i, start) = (i + Math.Max(count, 1), end);
        }
    }

    /// <summary>How many of the outputs from one on are answers to the same session: it gets them together.</summary>
    private static int AnswersFrom(List<Output> outputs, int first, int most)
    {
        var to = outputs[first].Subscriber;
        var count = 0;
        while (count < most && outputs[first + count] is { Kind: InstructionKind.Answer } answer && ReferenceEquals(answer.Subscriber, to))
        {
            count++;
        }

        return count;
    }

    private static Instruction InstructionOf(in Output output, ReadOnlyMemory<byte> bytes, int answers) => output.Events is { } events
        ? Instruction.Events(output.Feed, new Block(events[0].Seq, events.Length, bytes))
        : new Instruction { Kind = output.Kind, Subscriber = output.Subscriber, Bytes = bytes, Answers = answers, Details = output.Details };
}
