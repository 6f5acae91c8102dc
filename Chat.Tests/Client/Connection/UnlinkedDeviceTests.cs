using Chat.Client;
using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Connection;

/// <summary>A device that is taken away from its user while it is connected.</summary>
[TestFixture]
public sealed class UnlinkedDeviceTests
{
    [TestCase(ErrorCodes.NickInUse)]
    [TestCase(ErrorCodes.RegistrationClosed)]
    public void Hello_OfADeviceThatWasUnlinked_IsTheEnd_AndMakesNoNewUser(string code)
    {
        var harness = new SessionHarness(static options => options with { HasDevice = true });
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id) with { Registered = true });
        harness.Sent<JoinFrame>();
        harness.Receive(new ByeFrame("This device does not belong to its user any more.", null));
        Assert.That(harness.Session.Verdict, Is.TypeOf<Verdict.Reconnect>());

        harness.Session.Lost(harness.Now);
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, code, "no"));

        harness.AssertNothingSent();
        var end = ((Verdict.Stop)harness.Session.Verdict!).End;
        Assert.That(end.Code, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(end.Message, Does.Contain("no longer belongs to alice").And.Contain("chat test --link --nick alice"));
    }

    [TestCase(ErrorCodes.NickInUse)]
    [TestCase(ErrorCodes.RegistrationClosed)]
    public void Hello_AtTheStartAfterADeviceWasUnlinked_SaysThatItWas(string code)
    {
        var end = Start(code, static options => options with { KnownAs = "Alice" });

        Assert.That(end.Code, Is.EqualTo(ExitCode.NotAllowed));
        Assert.That(end.Message, Does.Contain("This device no longer belongs to alice").And.Contain("/link").And.Contain("chat test --link --nick alice"));
    }

    [TestCase("bob", null)]
    [TestCase("alice", "ABCD")]
    [TestCase(null, null)]
    public void Hello_UnderANickThatThisDeviceNeverHad_IsRefusedAsSuch(string? knownAs, string? linkCode)
    {
        var end = Start(ErrorCodes.NickInUse, options => options with { KnownAs = knownAs, Code = linkCode, IsLinking = linkCode is not null });

        Assert.That(end.Message, Does.Contain("The nick alice belongs to somebody else"));
    }

    [Test]
    public void Hello_OfADeviceThatIsKnown_GoesOn()
    {
        var harness = new SessionHarness(static options => options with { HasDevice = true });
        harness.Session.Connected(harness.Now);
        harness.Receive(Welcome(harness.Sent<HelloFrame>().Id) with { Registered = true });
        harness.Receive(new ByeFrame("removed by an operator", null));
        harness.Session.Lost(harness.Now);
        harness.Session.Connected(harness.Now);
        harness.Sent<HelloFrame>();

        Assert.That(harness.Session.Verdict, Is.Null);
    }

    private static LinkEnd Start(string code, Func<LinkOptions, LinkOptions> change)
    {
        var harness = new SessionHarness(options => change(options with { HasDevice = true }));
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, code, "no"));
        harness.AssertNothingSent();
        return ((Verdict.Stop)harness.Session.Verdict!).End;
    }
}
