using System.Buffers;
using BenchmarkDotNet.Attributes;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Bench.Micro;

/// <summary>An event on its way out and a post on its way in.</summary>
public class CodecBenchmarks
{
    private readonly FrameBuffer _buffer = new();
    private string _text = string.Empty;
    private EventFrame _event = null!;
    private ReadOnlySequence<byte> _post;
    private ReadOnlySequence<byte> _eventPayload;

    /// <summary>Bytes of text in the message.</summary>
    [Params(64, 1_000)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var key = new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        _text = new string('x', Size);
        _event = new EventFrame("#lobby", 1_000_000, 1_795_000_000_000, "alice", EventKind.Text, _text, null, key);
        _post = PayloadOf(new PostFrame(1_000, key, "#lobby", EventKind.Text, _text));
        _eventPayload = PayloadOf(_event);
    }

    [GlobalCleanup]
    public void CleanUp() => _buffer.Dispose();

    /// <summary>As the server does it for a room's block, without a frame.</summary>
    [Benchmark]
    public int EncodeEvent()
    {
        _buffer.Clear();
        FrameCodec.EncodeEvent(_buffer, "#lobby", _event.Seq, _event.Time, _event.Nick, EventKind.Text, _text, null, _event.Key);
        return _buffer.WrittenCount;
    }

    [Benchmark]
    public int EncodeEventFrame()
    {
        _buffer.Clear();
        FrameCodec.Encode(_event, _buffer);
        return _buffer.WrittenCount;
    }

    [Benchmark]
    public Frame DecodePost() => FrameCodec.DecodeRequest(_post);

    [Benchmark]
    public Frame DecodeEvent() => FrameCodec.DecodeReply(_eventPayload);

    private static ReadOnlySequence<byte> PayloadOf(Frame frame) => new(FrameCodec.Encode(frame).AsMemory(Limits.LengthBytes));
}
