using Chat.Protocol.Names;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class RoomNameTests
{
    [TestCase("#lobby")]
    [TestCase("#a")]
    [TestCase("#7")]
    [TestCase("#_")]
    [TestCase("#.net")]
    [TestCase("#-0.1_beta-")]
    [TestCase("#дом")]
    [TestCase("#कमरा")]
    [TestCase("#ห้อง")]
    [TestCase("#غرفة")]
    [TestCase("#部屋")]
    [TestCase("#123456789012345678901234567890123456789012345678901234567890123")]
    public void TryParse_HashAndNameCharacters_IsTaken(string text)
    {
        Assert.That(RoomName.TryParse(text, out var room), Is.True);
        Assert.That(room!.Text, Is.EqualTo(text));
        Assert.That(room.ToString(), Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("#")]
    [TestCase("lobby")]
    [TestCase("##")]
    [TestCase("#a#")]
    [TestCase("#a b")]
    [TestCase("#a/b")]
    [TestCase("#@a")]
    [TestCase("＃lobby")]
    [TestCase("#\u0301a", Description = "the mark would stand on the #")]
    [TestCase("#\u20e3", Description = "which would be an emoji")]
    [TestCase("#\u3164")]
    [TestCase("#\u3164\u0301")]
    [TestCase("#1234567890123456789012345678901234567890123456789012345678901234")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.That(RoomName.TryParse(text, out var room), Is.False);
        Assert.That(room, Is.Null);
    }

    [TestCase("#Lobby", "#lobby", true)]
    [TestCase("#lobby", "#1obby", true)]
    [TestCase("#ｌｏｂｂｙ", "#lobby", true)]
    [TestCase("#a.b", "#a-b", false)]
    public void Matches_TwoNames_ComparesAsNicksDo(string left, string right, bool same)
    {
        Assert.That(RoomName.TryParse(left, out var a) & RoomName.TryParse(right, out var b), Is.True);
        Assert.That(a!.Matches(b!), Is.EqualTo(same));
    }
}
