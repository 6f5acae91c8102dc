using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Pages of a log: every side, every limit, cut to fit a frame.</summary>
[TestFixture]
public sealed class HistoryTests : EndToEndTests
{
    private const int Head = 12;

    private WireClient _alice = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        await _alice.JoinAsync("#lobby");
    }

    [Test]
    public async Task History_EveryCombination_IsWhatTheProtocolSays()
    {
        await _alice.PostManyAsync("#lobby", Head);

        foreach (var before in (long?[])[null, 0, 1, 2, 6, Head, Head + 1, Head + 9, long.MaxValue])
        {
            foreach (var after in (long?[])[null, 0, 1, 5, 6, Head - 1, Head, Head + 9, long.MaxValue])
            {
                foreach (var limit in (int[])[1, 3, Head - 1, Head, 500, 501, int.MaxValue])
                {
                    var page = await _alice.HistoryAsync("#lobby", limit, before, after);

                    var range = Enumerable.Range(1, Head).Where(seq => seq < (before ?? long.MaxValue) && seq > (after ?? 0)).ToArray();
                    var expected = after is null ? range.TakeLast(limit).ToArray() : range.Take(limit).ToArray();
                    var told = $"before {before}, after {after}, limit {limit}";
                    Assert.That(page.Events.Select(e => e.Seq), Is.EqualTo(expected), told);
                    Assert.That(page.Events.Select(e => e.Text), Is.EqualTo(expected.Select(seq => $"m{seq}")), told);
                    Assert.That(page.More, Is.EqualTo(expected.Length < range.Length), told);
                    Assert.That((page.First, page.Room), Is.EqualTo((1L, "#lobby")), told);
                }
            }
        }
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(-500)]
    public async Task History_LimitBelowOne_IsBadField(int limit)
    {
        // A frame of the library cannot hold a negative limit, so it is written by hand: [23, 9, "#lobby", nil, nil, limit].
        await _alice.SendRawAsync([0, 0, 0, (byte)(limit < -32 ? 15 : 13), 0x96, 23, 9, 0xa6, .. "#lobby"u8, 0xc0, 0xc0, .. Number(limit)]);

        var error = (ErrorFrame)await _alice.AnswerAsync(9);

        Assert.That((error.Code, error.Field), Is.EqualTo(("bad_field", "limit")));
        await _alice.FenceAsync();

        static byte[] Number(int value) => value < -32 ? [0xd1, (byte)(value >> 8), (byte)value] : [(byte)value];
    }

    [Test]
    public async Task History_LimitAbove500_Is500()
    {
        await _alice.PostManyAsync("#lobby", 502);

        var page = await _alice.HistoryAsync("#lobby", 501);

        Assert.That(page.Events.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(3, 500)));
        Assert.That(page.More, Is.True);
    }

    [Test]
    public async Task History_EmptyRoom_IsAnEmptyPage()
    {
        var page = await _alice.HistoryAsync("#lobby", 10);

        Assert.That(page.Events, Is.Empty);
        Assert.That((page.More, page.First), Is.EqualTo((false, 1L)));
    }

    [TestCase(1)]
    [TestCase(4)]
    public async Task History_LongTexts_PagesFitAFrameAndMissNothing(int bytesPerCharacter)
    {
        var character = bytesPerCharacter == 1 ? "x" : "\U0001F375";
        var text = string.Concat(Enumerable.Repeat(character, Limits.MaxText / bytesPerCharacter));
        await _alice.PostManyAsync("#lobby", 11, i => i == 6 ? "short" : text);

        var down = new List<PageEvent>();
        PageFrame page;
        do
        {
            page = await _alice.HistoryAsync("#lobby", 500, before: down.Count == 0 ? null : down[0].Seq);
            Assert.That(page.Events, Has.Count.InRange(1, 4));
            Assert.That(page.More, Is.EqualTo(page.Events[0].Seq > 1));
            down.InsertRange(0, page.Events);
        }
        while (page.More);

        var up = new List<PageEvent>();
        do
        {
            page = await _alice.HistoryAsync("#lobby", 500, after: up.Count == 0 ? 0 : up[^1].Seq);
            Assert.That(page.More, Is.EqualTo(page.Events[^1].Seq < 11));
            up.AddRange(page.Events);
        }
        while (page.More);

        Assert.That(down.Select(e => e.Seq), Is.EqualTo(Enumerable.Range(1, 11)));
        Assert.That(up, Is.EqualTo(down));
        Assert.That(up[0].Text, Is.EqualTo(text));
    }

    [Test]
    public async Task History_AfterOnesOwnPosted_IncludesIt()
    {
        for (var i = 1; i <= 50; i++)
        {
            var posted = await _alice.PostAsync("#lobby", $"m{i}");

            Assert.That((await _alice.HistoryAsync("#lobby", 1)).Events.Single().Seq, Is.EqualTo(posted.Seq));
        }
    }

    [Test]
    public async Task History_BehindPostsInOneGo_IncludesThem()
    {
        var answers = await _alice.AskManyAsync(40, (id, i) =>
            i % 2 == 1 ? new PostFrame(id, Guid.NewGuid(), "#lobby", EventKind.Text, $"m{i}") : new HistoryFrame(id, "#lobby", null, null, 1));

        var pages = answers.OfType<PageFrame>().OrderBy(page => page.Id).Select(page => page.Events.Single().Seq);
        Assert.That(pages, Is.EqualTo(Enumerable.Range(1, 20)));
    }

    [Test]
    public async Task History_OnlyForMembers()
    {
        var bob = await EnterAsync("bob");
        await _alice.PostAsync("#lobby", "hi");

        Assert.That((await bob.FailAsync(id => new HistoryFrame(id, "#lobby", null, null, 10))).Code, Is.EqualTo("not_member"));
        Assert.That((await bob.FailAsync(id => new HistoryFrame(id, "#nothing", null, null, 10))).Code, Is.EqualTo("no_such_room"));
        Assert.That((await bob.FailAsync(id => new HistoryFrame(id, "@nobody", null, null, 10))).Code, Is.EqualTo("no_such_nick"));
        await bob.JoinAsync("#lobby");
        Assert.That((await bob.HistoryAsync("#lobby", 10)).Events, Has.Count.EqualTo(1));
        await bob.LeaveAsync("#lobby");
        Assert.That((await bob.FailAsync(id => new HistoryFrame(id, "#lobby", null, null, 10))).Code, Is.EqualTo("not_member"));
    }
}
