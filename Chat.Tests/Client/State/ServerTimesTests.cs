using Chat.Client.State;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class ServerTimesTests
{
    [TestCase("You are muted in #a until 2026-01-31 22:30:05 UTC: calm down", "You are muted in #a until 2026-02-01 00:30:05: calm down")]
    [TestCase("You are banned from #a until 2026-01-31 08:30 UTC.", "You are banned from #a until 2026-01-31 10:30.")]
    [TestCase("Banned from this server: You are banned from this server until 2026-01-31 08:30 UTC.", "Banned from this server: You are banned from this server until 2026-01-31 10:30.")]
    [TestCase("You are muted in #a for good.", "You are muted in #a for good.")]
    [TestCase("until 2026-13-31 08:30 UTC", "until 2026-13-31 08:30 UTC")]
    [TestCase("", "")]
    public void Local_OfAServersWords_TellsTheReadersTime(string words, string expected) =>
        Assert.That(ServerTimes.Local(words, TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), null, null)), Is.EqualTo(expected));
}
