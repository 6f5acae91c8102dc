using Chat.Client.Connection;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>What a person is told whom a server does not let in.</summary>
[TestFixture]
public sealed class SessionRefusalTests
{
    [TestCase(true, "This server takes nobody new. If alice is yours, type /link")]
    [TestCase(false, "This server takes nobody new. Yours is shown without --guest")]
    public void Hello_RefusedBecauseNobodyIsTaken_SaysSoInTheServersWords(bool hasDevice, string expected)
    {
        var harness = new SessionHarness(options => options with { HasDevice = hasDevice, Code = hasDevice ? "ABCD" : null });
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.RegistrationClosed, "This server takes nobody new."));

        Assert.That((harness.Session.Verdict as Verdict.Stop)?.End.Message, Does.StartWith(expected).And.Not.Contain("invitation"));
    }

    [TestCase("You are banned from this server for good.", "You are banned from this server for good.")]
    [TestCase("spam", "Banned from this server: spam")]
    public void Hello_OfSomebodyBanned_SaysItOnce(string message, string expected)
    {
        var harness = new SessionHarness();
        harness.Session.Connected(harness.Now);
        harness.Receive(new ErrorFrame(harness.Sent<HelloFrame>().Id, ErrorCodes.Banned, message));

        Assert.That((harness.Session.Verdict as Verdict.Stop)?.End.Message, Is.EqualTo(expected));
    }
}
