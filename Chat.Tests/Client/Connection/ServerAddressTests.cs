using Chat.Client.Connection;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

[TestFixture]
public sealed class ServerAddressTests
{
    private const string Pin = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";

    [TestCase("lan", "lan", 2428, null)]
    [TestCase("lan.example:99", "lan.example", 99, null)]
    [TestCase("chat://lan", "lan", 2428, null)]
    [TestCase("CHAT://lan:1/", "lan", 1, null)]
    [TestCase("lan/#dev", "lan", 2428, "#dev")]
    [TestCase("lan/dev", "lan", 2428, "#dev")]
    [TestCase("lan#dev", "lan", 2428, "#dev")]
    [TestCase("chat://lan:65535/#d%C3%A9v", "lan", 65535, "#dév")]
    [TestCase("10.0.0.7", "10.0.0.7", 2428, null)]
    [TestCase("10.0.0.7:5", "10.0.0.7", 5, null)]
    [TestCase("[::1]", "::1", 2428, null)]
    [TestCase("[2001:db8::7]:2429/#a.b", "2001:db8::7", 2429, "#a.b")]
    [TestCase("::1", "::1", 2428, null)]
    [TestCase(":2429", "localhost", 2429, null)]
    [TestCase("/#dev", "localhost", 2428, "#dev")]
    public void TryParse_OfAnAddress_TakesItApart(string text, string host, int port, string? room)
    {
        Assert.That(ServerAddress.TryParse(text, out var address, out var error), Is.True, error);
        Assert.That(address, Is.EqualTo(new ServerAddress(host, port, room)));
    }

    [TestCase("chat://lan:2428/#dev?pin=" + Pin, "#dev")]
    [TestCase("chat://lan:2428/?code=x-1&pin=SHA256%3A47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU", null, "x-1")]
    [TestCase("chat://lan/#dev?pin=" + Pin + "&code=ABCD-EFGH", "#dev", "ABCD-EFGH")]
    [TestCase("chat://lan/?pin=" + Pin + "&code=ABCD-EFGH#dev", "#dev", "ABCD-EFGH")]
    [TestCase("chat://lan?pin=" + Pin + "&code=ABCD-EFGH&more=1#dev", "#dev", "ABCD-EFGH")]
    [TestCase("chat://lan/dev?pin=" + Pin + "#", "#dev")]
    public void TryParse_WithAPinAndACode_TakesThem(string text, string? room, string? code = null)
    {
        Assert.That(ServerAddress.TryParse(text, out var address, out var error), Is.True, error);
        Assert.That(address, Is.EqualTo(new ServerAddress("lan", 2428, room, Pin, code)));
        Assert.That($"{address}", Is.EqualTo("lan"), "what is shown has no secret in it");
    }

    [TestCase("http://lan", "chat://")]
    [TestCase("lan:", "port")]
    [TestCase("lan:0", "port")]
    [TestCase("lan:65536", "port")]
    [TestCase("lan:http", "port")]
    [TestCase("lan:-1", "port")]
    [TestCase("la n", "host")]
    [TestCase("user@lan", "host")]
    [TestCase("[::1", "IPv6")]
    [TestCase("[lan]", "IPv6")]
    [TestCase("[::1]2428", "IPv6")]
    [TestCase("lan/#a b", "room")]
    [TestCase("lan/#a/b", "room")]
    [TestCase("lan?pin=SHA256:nope", "pin")]
    [TestCase("lan?pin=", "pin")]
    [TestCase("lan?code=", "code")]
    [TestCase("lan?code=a%20b", "code")]
    [TestCase("lan?code=%1B[2J", "code")]
    [TestCase("lan?code=0123456789012345678901234567890123456789012345678901234567890123456789", "code")]
    [TestCase("lan?code=x#a b", "room")]
    public void TryParse_OfSomethingElse_SaysWhatIsWrong(string text, string word)
    {
        Assert.That(ServerAddress.TryParse(text, out _, out var error), Is.False);
        Assert.That(error, Does.Contain(word));
    }

    [TestCase("LAN", "LAN", "lan:2428")]
    [TestCase("lan:5", "lan:5", "lan:5")]
    [TestCase("::1", "::1", "[::1]:2428")]
    [TestCase("[::1]:5", "[::1]:5", "[::1]:5")]
    public void AnAddress_IsShownShortAndKnownWhole(string text, string shown, string key)
    {
        Assert.That(ServerAddress.TryParse(text, out var address, out _), Is.True);
        Assert.That((address!.ToString(), address.Key), Is.EqualTo((shown, key)));
    }
}
