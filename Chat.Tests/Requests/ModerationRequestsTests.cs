using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Requests;
using Chat.Server.Sequencing.Commands;
using Chat.Tests.Sequencing;
using NUnit.Framework;

namespace Chat.Tests.Requests;

/// <summary>The shape of a Moderate.</summary>
[TestFixture]
internal sealed class ModerationRequestsTests
{
    [TestCase("#a", "slap", "ann", null, null, ErrorCodes.BadField, "action")]
    [TestCase("#a", "KICK", "ann", null, null, ErrorCodes.BadField, "action")]
    [TestCase(null, "invite", "ann", null, null, ErrorCodes.BadField, "action")]
    [TestCase("a", "kick", "ann", null, null, ErrorCodes.BadRoom, "room")]
    [TestCase("@ann", "kick", "ann", null, null, ErrorCodes.BadRoom, "room")]
    [TestCase("#a", "kick", null, null, null, ErrorCodes.BadField, "nick")]
    [TestCase("#a", "kick", "a b", null, null, ErrorCodes.BadNick, "nick")]
    [TestCase("#a", "private", "ann", null, null, ErrorCodes.BadField, "nick")]
    [TestCase("#a", "ban", "ann", -1, null, ErrorCodes.BadField, "seconds")]
    [TestCase("#a", "ban", "ann", 1, "one\ntwo", ErrorCodes.BadText, "reason", TestName = "Moderate_OfAReasonOfTwoLines_IsRefused")]
    [TestCase("#a", "ban", "ann", 1, "a\u001bb", ErrorCodes.BadText, "reason", TestName = "Moderate_OfAReasonWithControls_IsRefused")]
    public void Moderate_OfNoShape_IsRefused(string? room, string action, string? nick, int? seconds, string? reason, string code, string field)
    {
        var refusal = (RefuseCommand)Moderate(new ModerateFrame(1, room, action, nick, seconds, reason));

        Assert.That((refusal.Error.Code, refusal.Error.Field), Is.EqualTo((code, field)));
    }

    [Test]
    public void Moderate_OfALongReason_IsTextTooLongAboveTheBound()
    {
        Assert.That(Moderate(new ModerateFrame(1, "#a", "kick", "ann", null, new string('x', Limits.MaxReason))), Is.InstanceOf<ModerateCommand>());
        Assert.That(((RefuseCommand)Moderate(new ModerateFrame(1, "#a", "kick", "ann", null, new string('x', Limits.MaxReason + 1)))).Error.Code, Is.EqualTo(ErrorCodes.TextTooLong));
    }

    [TestCase("kick", 60, " why ", "kick Ann 0 why")]
    [TestCase("ban", 60, null, "ban Ann 60")]
    [TestCase("ban", null, "  ", "ban Ann 0")]
    [TestCase("moderator", 5, "trusted", "moderator Ann 0 trusted")]
    public void Report_OfAnAction_HasSecondsAlwaysAndAReasonWhereThereIsOne(string action, int? seconds, string? reason, string report) =>
        Assert.That(((ModerateCommand)Moderate(new ModerateFrame(1, "#a", action, "ann", seconds, reason))).Report("Ann"), Is.EqualTo(report));

    private static Command Moderate(ModerateFrame frame) => ModerationRequests.Moderate(frame, new Requester(new TurnBench().Connect()));
}
