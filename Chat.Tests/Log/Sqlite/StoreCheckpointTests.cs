using System.Buffers.Binary;
using Chat.Protocol;
using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>The file beside the database begins anew.</summary>
[TestFixture]
internal sealed class StoreCheckpointTests
{
    private static readonly LogId Room = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Where a WAL says how often it has begun anew (SQLite, File Format, 4.1).</summary>
    private const int SequenceAt = 12;

    [Test]
    public async Task AppendAsync_OfMuch_HasTheWalBeginAnewWithoutATick()
    {
        await using var bench = new StoreBench();
        await bench.OpenAsync();
        var head = 0;
        await SayAsync();
        var first = Sequence();

        using var patience = new CancellationTokenSource(Patience);
        while (Sequence() == first)
        {
            patience.Token.ThrowIfCancellationRequested();
            await SayAsync();
        }

        Assert.That((await bench.ReadAsync(Room)).Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, head)));
        await using var crashed = bench.Crash();
        await crashed.OpenAsync();
        Assert.That((await crashed.ReadAsync(Room)).Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, head)), "What it began with is in the database.");

        uint Sequence()
        {
            using var wal = new FileStream(bench.Files.Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> header = stackalloc byte[SequenceAt + sizeof(uint)];
            wal.ReadExactly(header);
            return BinaryPrimitives.ReadUInt32BigEndian(header[SequenceAt..]);
        }

        Task SayAsync() => bench.AppendAsync(Room, [.. Enumerable.Range(0, 200).Select(_ => Said(++head))]);
    }

    private static LogEvent Said(int seq) =>
        new() { Seq = seq, Time = seq, Author = new UserId(1), Nick = "ann", Kind = EventKind.Text, Text = new string('x', 4000), Key = Guid.NewGuid() };
}
