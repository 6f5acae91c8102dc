using Chat.Protocol;
using Chat.Server.Log;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>While much is said the index waits, and nothing is the worse for it.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class IndexUnderLoadTests
{
    private static readonly UserId Ann = new(1);
    private static readonly LogId Room = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly StoreBench _bench = new();
    private int _head;

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task Keys_WaitUntilItIsOver_WhileWordsComeAlong()
    {
        await _bench.OpenAsync();
        await SayAsync(600);

        using var patience = new CancellationTokenSource(Patience);
        while (UpTo("texts") < 3)
        {
            patience.Token.ThrowIfCancellationRequested();
            await SayAsync(1);
            _bench.Time.Advance(Moment);
            await Task.Yield();
        }

        Assert.That(UpTo("keys"), Is.Zero);
        Assert.That((await _bench.FindKeyAsync(new PostKey(Ann, Key(1))))?.Seq, Is.EqualTo(1));
        Assert.That(await _bench.SearchAsync($"word{_head}", Room), Has.Count.EqualTo(1), "Who looks for something is not kept waiting.");

        while (UpTo("keys") == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            _bench.Time.Advance(Moment);
            await Task.Yield();
        }

        Assert.That((await _bench.FindKeyAsync(new PostKey(Ann, Key(1))))?.Seq, Is.EqualTo(1));
    }

    private Task SayAsync(int count) => _bench.AppendAsync(Room, [.. Enumerable.Range(0, count).Select(_ => Said(++_head))]);

    private long UpTo(string what)
    {
        using var connection = new SqliteConnection($"Data Source={_bench.Files.Index};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT keys, texts FROM progress";
        using var row = command.ExecuteReader();
        return row.Read() ? row.GetInt64(row.GetOrdinal(what)) : throw new InvalidOperationException("The index tells nothing of its progress.");
    }

    private static Guid Key(int number) => new(number, 0, 0, new byte[8]);

    private static LogEvent Said(int seq) => new() { Seq = seq, Time = seq, Author = Ann, Nick = "ann", Kind = EventKind.Text, Text = $"word{seq}", Key = Key(seq) };
}
