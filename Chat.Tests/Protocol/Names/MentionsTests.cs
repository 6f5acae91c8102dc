using Chat.Protocol.Names;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class MentionsTests
{
    [TestCase("hello", "")]
    [TestCase("", "")]
    [TestCase("@alice", "alice")]
    [TestCase("hi @alice, and @Bob: see @carol's", "alice Bob carol")]
    [TestCase("(@alice)", "alice")]
    [TestCase("@alice@bob", "alice")]
    [TestCase("@@alice", "alice")]
    [TestCase("mail me@home.org", "")]
    [TestCase("mail é@home", "")]
    [TestCase("🙂@alice", "alice")]
    [TestCase("@", "")]
    [TestCase("@ alice", "")]
    [TestCase("@-alice", "")]
    [TestCase("@jean-luc_2.", "jean-luc_2")]
    [TestCase("@हिन्दी।", "हिन्दी")]
    [TestCase("、@花子さん", "花子さん")]
    [TestCase("@e\u0301va", "e\u0301va")]
    [TestCase("@alice @alice", "alice alice")]
    [TestCase("@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa @bob", "bob")]
    public void In_Text_GivesTheNicksAfterAts(string text, string nicks)
    {
        Assert.That(string.Join(' ', Mentions.In(text).Select(nick => nick.Text)), Is.EqualTo(nicks));
    }

    [Test]
    public void In_AnotherSpelling_ComparesAsNicksDo()
    {
        Assert.That(Nick.TryParse("alice", out var alice), Is.True);
        Assert.That(Mentions.In("hey @ALICE").Single().Matches(alice!), Is.True);
        Assert.That(Mentions.In("hey @aIice").Single().Matches(alice!), Is.True);
    }
}
