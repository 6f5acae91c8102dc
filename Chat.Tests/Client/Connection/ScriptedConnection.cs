using System.IO.Pipelines;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>The server's side of one connection.</summary>
internal sealed class ScriptedConnection(Stream stream)
{
    private readonly PipeReader _reader = PipeReader.Create(stream);

    public async Task<T> ReadAsync<T>()
        where T : Frame
    {
        var frame = await TryReadAsync();
        Assert.That(frame, Is.TypeOf<T>());
        return (T)frame!;
    }

    /// <summary>The next frame; null when the client has closed.</summary>
    public async Task<Frame?> TryReadAsync()
    {
        while (true)
        {
            var read = await _reader.ReadAsync(ScriptedServer.Patience.Token);
            var buffer = read.Buffer;
            if (FrameReader.TryRead(ref buffer, Limits.MaxFrame, out var payload))
            {
                var frame = FrameCodec.DecodeRequest(payload);
                _reader.AdvanceTo(buffer.Start);
                return frame;
            }

            if (read.IsCompleted)
            {
                return null;
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public async Task SendAsync(params Frame[] frames)
    {
        foreach (var frame in frames)
        {
            await stream.WriteAsync(FrameCodec.Encode(frame));
        }
    }

    public async Task SendBytesAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    /// <summary>Answers the Join of a room.</summary>
    public async Task<JoinFrame> LetInAsync(long head = 0)
    {
        var join = await ReadAsync<JoinFrame>();
        await SendAsync(SessionHarness.Joined(join.Id, join.Room, head));
        return join;
    }

    public void Close() => stream.Dispose();
}
