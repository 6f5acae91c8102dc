using Chat.Client.Connection;
using Chat.Server.Administration;
using Chat.Server.Administration.Control;
using NUnit.Framework;

namespace Chat.Tests.Administration.Control;

/// <summary>What the server prints is what the client reads.</summary>
[TestFixture]
public sealed class ServerPlaceTests
{
    private const string Pin = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
    private const string Code = "7K3M-Q2ZT-9F4H-XWBD-EN8R";

    [Test]
    public void LinkTo_ARoom_IsAnAddressThatCanBeRead()
    {
        Assert.That(
            new ServerPlace("192.168.1.20", 2428, Pin, false).LinkTo("#lobby", Code),
            Is.EqualTo($"chat://192.168.1.20/#lobby?pin={Pin}&code={Code}"));
    }

    [TestCase("192.168.1.20", "192.168.1.20", 2428, "#lobby")]
    [TestCase("192.168.1.20", "192.168.1.20", 4711, "#a.b-c_d")]
    [TestCase("[fd00::20]", "fd00::20", 2428, "#grüße")]
    [TestCase("[fd00::20]", "fd00::20", 65_535, "#नमस्ते")]
    [TestCase("chat.example.org", "chat.example.org", 1, null)]
    public void LinkTo_AnyPlace_IsWhatTheClientReads(string host, string read, int port, string? room)
    {
        var link = new ServerPlace(host, port, Pin, false).LinkTo(room, Code);

        Assert.That(ServerAddress.TryParse(link, out var address, out var error), Is.True, error);
        Assert.That(address, Is.EqualTo(new ServerAddress(read, port, room, Pin, Code)));
    }

    [Test]
    public void LinkTo_WithoutACode_HoldsNone()
    {
        Assert.That(ServerAddress.TryParse(new ServerPlace("localhost", 2428, Pin, true).LinkTo(null, null), out var address, out var error), Is.True, error);
        Assert.That(address, Is.EqualTo(new ServerAddress("localhost", 2428, null, Pin)));
    }

    [TestCase("chat.example.org", "chat.example.org", 2428)]
    [TestCase("chat.example.org:77", "chat.example.org", 77)]
    [TestCase("10.0.0.5:77", "10.0.0.5", 77)]
    [TestCase("fd00::5", "[fd00::5]", 2428)]
    [TestCase("[fd00::5]", "[fd00::5]", 2428)]
    [TestCase("[fd00::5]:77", "[fd00::5]", 77)]
    public void Of_AName_TakesThePlaceOfTheServersOwn(string text, string host, int port)
    {
        var place = HostName.Parse(text).Of(new ServerPlace("localhost", 2428, Pin, true));

        Assert.That(place, Is.EqualTo(new ServerPlace(host, port, Pin, false)));
        Assert.That(ServerAddress.TryParse(place.LinkTo("#x", Code), out _, out var error), Is.True, error);
    }

    [TestCase("")]
    [TestCase(":77")]
    [TestCase("host:")]
    [TestCase("host:0")]
    [TestCase("host:65536")]
    [TestCase("host:x")]
    [TestCase("a/b")]
    [TestCase("a?b")]
    [TestCase("a b")]
    [TestCase("[host]")]
    [TestCase("[10.0.0.5]")]
    [TestCase("fe80::1%2")]
    [TestCase("chat://host")]
    public void Parse_OfWhatIsNoName_IsRefused(string text)
    {
        Assert.That(() => HostName.Parse(text), Throws.TypeOf<CommandException>().With.Property(nameof(CommandException.IsMisuse)).True);
    }
}
