using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class SearchCommandTests
{
    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync() => _chat = await FakeChat.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [TestCase("/search soup  friday", null, "soup  friday")]
    [TestCase("/search \"at noon\" sou*", null, "\"at noon\" sou*")]
    [TestCase("/search #LOBBY soup", "#lobby", "soup")]
    [TestCase("/search #elsewhere soup is", "#elsewhere", "soup is")]
    [TestCase("/search @Bob soup", "@Bob", "soup")]
    [TestCase("/search #soup", null, "#soup")]
    [TestCase("/search @bob", null, "@bob")]
    public async Task Search_AsksEverywhereOrInTheRoomNamed(string line, string? room, string query)
    {
        var asked = await _chat.RunAsync<SearchFrame>(line, request => new HitsFrame(request.Id, []));

        Assert.That(asked, Is.EqualTo(new SearchFrame(asked.Id, query, room, null, 20)));
    }

    [Test]
    public async Task Search_ShowsTheNewestLast_WithDayAndRoom()
    {
        await _chat.RunAsync<SearchFrame>("/search soup", request => new HitsFrame(request.Id,
        [
            Hit("#lobby", 9, "Soup\u001B[2J!\nsecond line", 86_400_000),
            Hit("@bob", 2, "soup?", 60_000),
            new Hit("#dev", 3, 0, "alice", EventKind.Action, "eats soup"),
        ]));

        Assert.That(_chat.Shown(), Is.EqualTo([
            "1970-01-01 00:00 #dev * alice eats soup",
            "1970-01-01 00:01 bob → alice: soup?",
            "1970-01-02 00:00 #lobby <bob> Soup␛[2J!",
            "                        second line",
            "-- 3 messages for soup; there are no older ones"]));
    }

    [Test]
    public async Task Search_WithoutWords_GoesOnToOlderOnes()
    {
        await _chat.RunAsync<SearchFrame>("/search #lobby soup", request => new HitsFrame(request.Id, Many(20, 100), "c1"));
        Assert.That(_chat.Shown()[^1], Is.EqualTo("-- 20 messages in #lobby for soup; /search shows older ones"));

        var asked = await _chat.RunAsync<SearchFrame>("/search", request => new HitsFrame(request.Id, Many(1, 5)));
        Assert.That(asked, Is.EqualTo(new SearchFrame(asked.Id, "soup", "#lobby", "c1", 20)));
        Assert.That(_chat.Shown(), Is.EqualTo(["1970-01-01 00:00 #lobby <bob> soup 5", "-- 1 message in #lobby for soup; there are no older ones"]));

        await _chat.RunAsync("/search");
        Assert.That(_chat.Shown().Single(), Does.Contain("/search [#ROOM] WORDS"));
    }

    [Test]
    public async Task Search_WhenThePageIsNotFull_AsksOnByItself()
    {
        var running = _chat.RunAsync("/search soup");
        var first = await _chat.Connection.ReadAsync<SearchFrame>();
        await _chat.Connection.SendAsync(new HitsFrame(first.Id, [], "c1"));
        var second = await _chat.Connection.ReadAsync<SearchFrame>();
        await _chat.Connection.SendAsync(new HitsFrame(second.Id, Many(15, 90), "c2"));
        var third = await _chat.Connection.ReadAsync<SearchFrame>();
        await _chat.Connection.SendAsync(new HitsFrame(third.Id, Many(5, 50), "c3"));
        await running;

        Assert.That((second.Cursor, second.Limit, third.Cursor, third.Limit), Is.EqualTo(("c1", 20, "c2", 5)));
        Assert.That(_chat.Shown(), Has.Count.EqualTo(21).And.ItemAt(0).EndsWith("soup 46").And.ItemAt(19).EndsWith("soup 90"));
    }

    [Test]
    public async Task Search_InVainForLong_SaysHowToGoOn()
    {
        var running = _chat.RunAsync("/search soup");
        for (var i = 0; i < 10; i++)
        {
            var asked = await _chat.Connection.ReadAsync<SearchFrame>();
            await _chat.Connection.SendAsync(new HitsFrame(asked.Id, [], $"c{i}"));
        }

        await running;
        Assert.That(_chat.Shown(), Is.EqualTo(["-- Nothing found yet. /search looks further back for soup"]));
        var older = await _chat.RunAsync<SearchFrame>("/search", request => new HitsFrame(request.Id, []));
        Assert.That(older.Cursor, Is.EqualTo("c9"));
        Assert.That(_chat.Shown(), Is.EqualTo(["-- No older message has that: soup"]));
    }

    [Test]
    public async Task Search_OfNothing_SaysSo()
    {
        await _chat.RunAsync<SearchFrame>("/search #lobby so\u202Eup", request => new HitsFrame(request.Id, []));

        Assert.That(_chat.Shown(), Is.EqualTo(["-- No message in #lobby has that: so⟨U+202E⟩up"]));
    }

    [TestCase("/search #dev soup", ErrorCodes.NotMember, "!! #dev: you are not in that room")]
    [TestCase("/search soup", ErrorCodes.UnknownKind, "!! /search: this server cannot do that")]
    public async Task Search_Refused_SaysWhy(string line, string code, string shown)
    {
        await _chat.RunAsync<SearchFrame>(line, request => new ErrorFrame(request.Id, code, "x"));

        Assert.That(_chat.Shown(), Is.EqualTo([shown]));
    }

    [Test]
    public async Task Search_RefusedHalfWay_ShowsWhatWasFoundAndGoesOnThere()
    {
        var running = _chat.RunAsync("/search soup");
        var first = await _chat.Connection.ReadAsync<SearchFrame>();
        await _chat.Connection.SendAsync(new HitsFrame(first.Id, Many(2, 90), "c1"));
        var second = await _chat.Connection.ReadAsync<SearchFrame>();
        await _chat.Connection.SendAsync(new ErrorFrame(second.Id, ErrorCodes.Unavailable, "later", 1_000));
        await running;
        Assert.That(_chat.Shown(), Has.Count.EqualTo(3).And.ItemAt(2).EqualTo("!! /search: later"));

        var again = await _chat.RunAsync<SearchFrame>("/search", request => new HitsFrame(request.Id, []));
        Assert.That(again.Cursor, Is.EqualTo("c1"));
    }

    [Test]
    public async Task Search_ForTooMuch_IsNotAsked()
    {
        await _chat.RunAsync($"/search {new string('x', Limits.MaxQuery + 1)}");

        Assert.That(_chat.Shown().Single(), Does.Contain("200 bytes"));
    }

    private static Hit Hit(string room, long seq, string text, long time = 0) => new(room, seq, time, "bob", EventKind.Text, text);

    /// <summary>So many hits, the newest first.</summary>
    private static List<Hit> Many(int count, int newest) => [.. Enumerable.Range(0, count).Select(i => Hit("#lobby", newest - i, $"soup {newest - i}"))];
}
