using Chat.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

[TestFixture]
public sealed class LoginNickTests
{
    [TestCase("alice", "alice")]
    [TestCase("Alice Müller", "AliceMüller")]
    [TestCase("first.last", "firstlast")]
    [TestCase("_www-data", "www-data")]
    [TestCase("LAN\\bob", "LANbob")]
    [TestCase("", "guest")]
    [TestCase("...", "guest")]
    [TestCase("aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd", "aaaaaaaaaabbbbbbbbbbccccccccccdd")]
    public void Of_ALogin_IsANick(string login, string nick)
    {
        Assert.That(LoginNick.Of(login), Is.EqualTo(nick));
    }
}
