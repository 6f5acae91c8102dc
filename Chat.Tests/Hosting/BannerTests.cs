using System.Net;
using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

[TestFixture]
public sealed class BannerTests
{
    private static readonly ServerOptions Options = new() { DataDirectory = "/data", Name = "lan-box", Store = StoreKind.Memory };

    private static readonly IPAddress[] Machine = [IPAddress.Parse("192.168.1.20"), IPAddress.Parse("fd00::20")];

    [Test]
    public void Lines_OfAllInterfaces_ShowTheMachinesAddressesAndHowToJoin()
    {
        var lines = Lines(new IPEndPoint(IPAddress.IPv6Any, 2428));

        Assert.That(lines, Is.EqualTo(new[]
        {
            $"lan-box is open for chat (chatd {Banner.Version()})",
            "",
            "  address  chat://192.168.1.20",
            "           chat://[fd00::20]",
            "           chat://localhost   (this machine only)",
            "  key      SHA256:x",
            "  data     /data",
            "  rooms    in memory, gone when the server stops",
            "",
            "  Join from another machine:  chat 192.168.1.20",
            "  Stop:                       Ctrl+C",
        }));
    }

    [Test]
    public void Lines_OfAnotherPort_ShowItEverywhere()
    {
        var lines = Lines(new IPEndPoint(IPAddress.IPv6Any, 4711));

        Assert.That(lines, Does.Contain("  address  chat://192.168.1.20:4711"));
        Assert.That(lines, Does.Contain("           chat://[fd00::20]:4711"));
        Assert.That(lines, Does.Contain("  Join from another machine:  chat 192.168.1.20:4711"));
    }

    [Test]
    public void Lines_OfIPv4Alone_ShowNoIPv6()
    {
        Assert.That(string.Concat(Lines(new IPEndPoint(IPAddress.Any, 2428))), Does.Not.Contain("fd00"));
    }

    [Test]
    public void Lines_OfIPv6Alone_ShowNoIPv4()
    {
        var any = IPAddress.IPv6Any;

        var lines = Banner.Lines(Options with { Listen = [any] }, [new IPEndPoint(any, 2428)], "SHA256:x", Machine, "chat").ToArray();

        Assert.That(lines, Does.Contain("  address  chat://[fd00::20]").And.Contain("           chat://[::1]   (this machine only)"));
        Assert.That(string.Concat(lines), Does.Not.Contain("192.168"));
    }

    [Test]
    public void Lines_OfLoopback_SayThatNobodyElseCanJoin()
    {
        var lines = Lines(new IPEndPoint(IPAddress.Loopback, 4711), new IPEndPoint(IPAddress.IPv6Loopback, 4711));

        Assert.That(lines, Does.Contain("  address  chat://localhost:4711   (this machine only)"));
        Assert.That(lines, Does.Contain("           chat://[::1]:4711   (this machine only)"));
        Assert.That(lines, Does.Contain("  Join from this machine:     chat localhost:4711"));
    }

    [Test]
    public void Lines_OfManyAddresses_StayOnOneScreen()
    {
        var many = Enumerable.Range(1, 50).Select(number => new IPAddress([10, 0, 0, (byte)number])).ToArray();

        var lines = Banner.Lines(Options, [new IPEndPoint(IPAddress.Any, 2428)], "SHA256:x", many, "chat").ToArray();

        Assert.That(lines, Has.Length.LessThan(24));
        Assert.That(lines, Does.Contain("           and 43 more"));
    }

    [Test]
    public void Lines_OfAServerWithoutOperators_GiveALinkForOne()
    {
        var lines = Banner.Lines(Options, [new IPEndPoint(IPAddress.Loopback, 1)], "SHA256:x", Machine, "chat", new OperatorStart(false, "chat://x")).ToArray();

        Assert.That(lines[^3..], Is.EqualTo(new[]
        {
            "  Whoever opens this link first becomes operator, within a week. Keep it to yourself:",
            "    chat 'chat://x'",
            "  Stop:                       Ctrl+C",
        }));
    }

    [Test]
    public void Lines_OfAServerWhoseLinkIsOut_SayHowToGetAnother()
    {
        var lines = Banner.Lines(Options, [new IPEndPoint(IPAddress.Loopback, 1)], "SHA256:x", Machine, "chat", new OperatorStart(false, null)).ToArray();

        Assert.That(lines[^2], Is.EqualTo("  No operator yet:            chatd operators link"));
    }

    [TestCase(2428, "192.168.1.20", false)]
    [TestCase(4711, "192.168.1.20", false)]
    public void Place_OfAllInterfaces_IsTheBestAddressOfTheMachine(int port, string host, bool isLocal)
    {
        Assert.That(
            Banner.Place(Options, [new IPEndPoint(IPAddress.IPv6Any, port)], "SHA256:x", Machine),
            Is.EqualTo(new Chat.Server.Administration.Control.ServerPlace(host, port, "SHA256:x", isLocal)));
    }

    [Test]
    public void Place_OfAMachineThatNobodyReaches_IsLocal()
    {
        Assert.That(
            Banner.Place(Options, [new IPEndPoint(IPAddress.IPv6Any, 1)], "SHA256:x", []),
            Is.EqualTo(new Chat.Server.Administration.Control.ServerPlace("localhost", 1, "SHA256:x", true)));
    }

    [TestCase("/home/x/chat/Chat.Server/bin/Debug/net10.0/", "dotnet run --project Chat.Client --")]
    [TestCase(@"C:\chat\Chat.Server\bin\Debug\net10.0\", "dotnet run --project Chat.Client --")]
    [TestCase("/usr/local/bin/", "chat")]
    public void ClientCommand_DependsOnWhereTheServerIsFrom(string folder, string command)
    {
        Assert.That(Banner.ClientCommand(folder), Is.EqualTo(command));
    }

    private static string[] Lines(params IPEndPoint[] endpoints) => [.. Banner.Lines(Options, endpoints, "SHA256:x", Machine, "chat")];
}
