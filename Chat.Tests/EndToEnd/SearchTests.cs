using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Looking for words: what is found, where, by whom, and page by page.</summary>
[TestFixture]
public sealed class SearchTests : EndToEndTests
{
    private WireClient _alice = null!;
    private WireClient _bob = null!;

    [SetUp]
    public async Task Enter()
    {
        _alice = await EnterAsync("alice");
        _bob = await EnterAsync("bob");
        await _alice.JoinAsync("#lobby");
    }

    [Test]
    public async Task Search_AfterOnesOwnPosted_FindsItAsItIs()
    {
        for (var i = 1; i <= 30; i++)
        {
            var posted = await _alice.PostAsync("#lobby", $"Word{i}, said.", (EventKind)(i % 3));

            var hits = await _alice.SearchAsync($"WORD{i}");

            Assert.That(hits.Hits, Is.EqualTo(new[] { new Hit("#lobby", posted.Seq, posted.Time, "alice", (EventKind)(i % 3), $"Word{i}, said.") }));
            Assert.That(hits.Cursor, Is.Null);
        }
    }

    [Test]
    public async Task Search_BehindPostsInOneGo_FindsThem()
    {
        var answers = await _alice.AskManyAsync(40, (id, i) =>
            i % 2 == 1 ? new PostFrame(id, Guid.NewGuid(), "#lobby", EventKind.Text, $"word {i}") : new SearchFrame(id, "word", null, null, 1));

        var hits = answers.OfType<HitsFrame>().OrderBy(hits => hits.Id).Select(hits => hits.Hits.Single().Seq);
        Assert.That(hits, Is.EqualTo(Enumerable.Range(1, 20)));
    }

    [Test]
    public async Task Search_AheadOfAPing_IsAnsweredBeforeItsPong()
    {
        await _alice.PostAsync("#lobby", "word");
        await _alice.SendAsync(new SearchFrame(900, "word", null, null, 5));

        Assert.That((await _alice.FenceAsync()).OfType<HitsFrame>().Single().Id, Is.EqualTo(900));
    }

    [Test]
    public async Task Search_Everywhere_IsInOnesOwnRoomsNewestFirst()
    {
        await _bob.JoinAsync("#bobs");
        await _bob.PostAsync("#bobs", "word of bob");
        await _alice.PostAsync("#lobby", "word 1");
        await _alice.JoinAsync("#other");
        await _alice.PostAsync("#other", "word 2");
        await _alice.PostAsync("#lobby", "word 3");

        Assert.That((await _alice.SearchAsync("word")).Hits.Select(hit => (hit.Room, hit.Text)), Is.EqualTo(new[] { ("#lobby", "word 3"), ("#other", "word 2"), ("#lobby", "word 1") }));
        Assert.That((await _alice.SearchAsync("word", "#Other")).Hits.Select(hit => (hit.Room, hit.Text)), Is.EqualTo(new[] { ("#other", "word 2") }));
        await _bob.JoinAsync("#lobby");
        Assert.That((await _bob.SearchAsync("word 1")).Hits.Select(hit => hit.Nick), Is.EqualTo(new[] { "alice" }));
        await _bob.LeaveAsync("#lobby");
        Assert.That((await _bob.SearchAsync("word")).Hits.Select(hit => hit.Room), Is.EqualTo(new[] { "#bobs" }));
    }

    [Test]
    public async Task Search_ARoomOneIsNotIn_IsRefusedAsHistoryIs()
    {
        await _alice.PostAsync("#lobby", "word");

        Assert.That((await FailAsync(_bob, "word", "#lobby")).Code, Is.EqualTo("not_member"));
        Assert.That((await FailAsync(_bob, "word", "#nothing")).Code, Is.EqualTo("no_such_room"));
        Assert.That((await FailAsync(_bob, "word", "@nobody")).Code, Is.EqualTo("no_such_nick"));
        Assert.That((await FailAsync(_bob, "word", "no room")).Field, Is.EqualTo("room"));
    }

    [Test]
    public async Task Search_DirectConversations_AreForTheTwoAlone()
    {
        var carol = await EnterAsync("carol");
        await _alice.PostAsync("@bob", "our secret");
        await _alice.PostAsync("@alice", "secret note");

        Assert.That((await _alice.SearchAsync("secret")).Hits.Select(hit => hit.Room), Is.EqualTo(new[] { "@alice", "@bob" }));
        Assert.That((await _bob.SearchAsync("secret")).Hits.Select(hit => (hit.Room, hit.Nick)), Is.EqualTo(new[] { ("@alice", "alice") }));
        Assert.That((await carol.SearchAsync("secret")).Hits, Is.Empty);
        Assert.That((await carol.SearchAsync("secret", "@alice")).Hits, Is.Empty);
        await _bob.LeaveAsync("@alice");
        Assert.That((await _bob.SearchAsync("secret")).Hits, Has.Count.EqualTo(1), "Hidden is not forgotten.");
    }

    [Test]
    public async Task Search_AConversationWhoseNickAnotherHasByNow_IsNotShownUnderThatNick()
    {
        await _bob.PostAsync("@alice", "secret of bob");
        await _bob.NickAsync("robert");
        Assert.That((await _alice.SearchAsync("secret")).Hits.Single().Room, Is.EqualTo("@robert"));
        await QuitAsync(_bob);
        var other = await EnterAsync("robert");
        await other.PostAsync("@alice", "secret of another");

        Assert.That((await _alice.SearchAsync("secret")).Hits.Select(hit => hit.Text), Is.EqualTo(new[] { "secret of another" }));
    }

    [Test]
    public async Task Search_AfterEditsAndDeletions_FindsWhatIsReadNow()
    {
        await _alice.PostAsync("#lobby", "old word");
        await _alice.PostAsync("#lobby", "deleted word");
        await _alice.PostAsync("#lobby", "new word", EventKind.Edit, 1);
        await _alice.PostAsync("#lobby", "newest word", EventKind.Edit, 1);
        await _alice.PostAsync("#lobby", "", EventKind.Delete, 2);

        Assert.That((await _alice.SearchAsync("word")).Hits.Select(hit => (hit.Seq, hit.Kind, hit.Text)), Is.EqualTo(new[] { (1L, EventKind.Text, "newest word") }));
        Assert.That((await _alice.SearchAsync("old")).Hits, Is.Empty);
        Assert.That((await _alice.SearchAsync("new")).Hits, Is.Empty);
    }

    [TestCase("caf\u00e9", 1)]
    [TestCase("\"fancy cafe\u0301\"", 1)]
    [TestCase("\"CAFÉ fancy\"", 0)]
    [TestCase("fan* don't 寿司 👍", 1)]
    [TestCase("寿司 nothing", 0)]
    public async Task Search_WordsPhrasesAndPrefixes_AreAllToOccur(string query, int hits)
    {
        await _alice.PostAsync("#lobby", "A Fancy Café, I DON’T like. 寿司が好き👍🏽");

        Assert.That((await _alice.SearchAsync(query)).Hits, Has.Count.EqualTo(hits));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(50)]
    public async Task Search_PageByPage_GivesAllOnce(int limit)
    {
        await _alice.JoinAsync("#other");
        await _alice.PostManyAsync("#lobby", 20, i => $"word {i}");
        await _alice.PostManyAsync("#other", 20, i => i % 2 == 0 ? $"word {i}" : "something else");

        var found = await AllAsync(limit);

        Assert.That(found, Is.EqualTo(
            Enumerable.Range(1, 10).Select(i => ("#other", 22L - (2 * i))).Concat(Enumerable.Range(0, 20).Select(i => ("#lobby", 20L - i)))));
    }

    [Test]
    public async Task Search_ForLongTexts_PagesFitAFrameAndMissNothing()
    {
        await _alice.PostManyAsync("#lobby", 11, i => i == 6 ? "word" : "word " + new string('x', Limits.MaxText - 5));

        Assert.That(await AllAsync(500), Is.EqualTo(Enumerable.Range(0, 11).Select(i => ("#lobby", 11L - i))));
    }

    [Test]
    public async Task Search_LimitAbove500_Is500()
    {
        await _alice.PostManyAsync("#lobby", 502, i => $"word {i}");

        var hits = await _alice.SearchAsync("word", limit: int.MaxValue);
        var rest = await _alice.SearchAsync("word", cursor: hits.Cursor);

        Assert.That(hits.Hits, Has.Count.EqualTo(500));
        Assert.That(rest.Hits.Select(hit => hit.Seq), Is.EqualTo(new[] { 2, 1 }));
    }

    [TestCase("", "query")]
    [TestCase("  *  ", "query")]
    [TestCase("?! \"...\"", "query")]
    public async Task Search_NothingToLookFor_IsBadField(string query, string field)
    {
        var error = await FailAsync(_alice, query);

        Assert.That((error.Code, error.Field), Is.EqualTo(("bad_field", field)));
    }

    [Test]
    public async Task Search_OutOfBounds_IsBadFieldAndTheSessionGoesOn()
    {
        await _alice.PostAsync("#lobby", "ö");

        Assert.That((await _alice.SearchAsync(string.Concat(Enumerable.Repeat("ö ", 65)) + "öx*")).Hits, Is.Empty, "200 bytes are enough.");
        var errors = new[]
        {
            await FailAsync(_alice, new string('x', Limits.MaxQuery + 1)),
            await FailAsync(_alice, string.Concat(Enumerable.Repeat("ö", (Limits.MaxQuery / 2) + 1))),
            await FailAsync(_alice, "word", limit: 0),
            await FailAsync(_alice, "word", cursor: ""),
            await FailAsync(_alice, "word", cursor: "12"),
            await FailAsync(_alice, "word", cursor: new string('p', 3_000)),
        };

        Assert.That(errors.Select(error => error.Code), Is.All.EqualTo("bad_field"));
        Assert.That(errors.Select(error => error.Field), Is.EqualTo(new[] { "query", "query", "limit", "cursor", "cursor", "cursor" }));
        await _alice.FenceAsync();
    }

    private static Task<ErrorFrame> FailAsync(WireClient client, string query, string? room = null, string? cursor = null, int limit = 10) =>
        client.FailAsync(id => new SearchFrame(id, query, room, cursor, limit));

    private async Task<List<(string, long)>> AllAsync(int limit)
    {
        var found = new List<(string, long)>();
        string? cursor = null;
        do
        {
            var page = await _alice.SearchAsync("word", cursor: cursor, limit: limit);
            Assert.That(page.Hits, Is.Not.Empty);
            found.AddRange(page.Hits.Select(hit => (hit.Room, hit.Seq)));
            cursor = page.Cursor;
        }
        while (cursor is not null);

        return found;
    }
}
