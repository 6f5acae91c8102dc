using Chat.Client.State;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class MentionTests
{
    [TestCase("@alice", true)]
    [TestCase("hi @alice!", true)]
    [TestCase("@ALICE: look", true)]
    [TestCase("(@alice)", true)]
    [TestCase("@bob @alice", true)]
    [TestCase("alice", false)]
    [TestCase("@alicex", false)]
    [TestCase("@ alice", false)]
    [TestCase("mail@alice.example", true)]
    [TestCase("@", false)]
    [TestCase("", false)]
    public void IsOf_Text_LooksForTheWholeNick(string text, bool expected)
    {
        Assert.That(Mention.IsOf("alice", text), Is.EqualTo(expected));
    }

    [Test]
    public void Find_TellsHowTheNickIsSpelledThere()
    {
        Assert.That(Mention.Find("alice", "@Alice, @bob and @alice! @Alice"), Is.EqualTo(["@Alice", "@alice"]));
        Assert.That(Mention.Find("alice", "alice @alicia"), Is.Empty);
    }
}
