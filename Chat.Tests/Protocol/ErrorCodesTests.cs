using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

public sealed class ErrorCodesTests
{
    /// <summary>The codes as the protocol lists them.</summary>
    private static readonly string[] Codes =
    [
        "malformed", "frame_too_large", "empty_frame", "unsupported_version", "unknown_kind", "bad_state", "bad_field", "bad_nick", "nick_in_use",
        "bad_room", "no_such_room", "no_such_nick", "no_such_message", "not_member", "forbidden", "banned", "muted", "bad_code",
        "registration_closed", "log_changed", "text_too_long", "bad_text", "rate_limited", "too_many_connections", "server_full", "timeout",
        "slow_consumer", "replaced", "storage_full", "unavailable", "shutting_down", "internal",
    ];

    private static readonly string[] Closing =
    [
        "malformed", "frame_too_large", "empty_frame", "unsupported_version", "timeout", "slow_consumer", "replaced", "too_many_connections",
        "server_full", "shutting_down",
    ];

    [Test]
    public void Constants_AreTheCodesOfTheProtocol()
    {
        var constants = typeof(ErrorCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.That(constants, Is.EqualTo(Codes));
    }

    [Test]
    public void ClosesConnection_OfEachCode_IsAsTheProtocolSays()
    {
        Assert.That(Codes.Where(ErrorCodes.ClosesConnection), Is.EquivalentTo(Closing));
        Assert.That(ErrorCodes.ClosesConnection("a_later_code"), Is.False);
    }
}
