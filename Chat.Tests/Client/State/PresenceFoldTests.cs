using Chat.Client.State;
using NUnit.Framework;

namespace Chat.Tests.Client.State;

[TestFixture]
public sealed class PresenceFoldTests
{
    [TestCase("+bob +carol -dave", "bob, carol joined · dave left")]
    [TestCase("+bob +carol +bob", "bob, carol joined")]
    [TestCase("-bob -bob", "bob left")]
    [TestCase("+bob -bob", "")]
    [TestCase("-bob +bob", "")]
    [TestCase("+bob ~bob:rob", "rob joined")]
    [TestCase("~bob:rob ~rob:bert", "bob is bert now")]
    [TestCase("~bob:rob -rob", "rob left · bob is rob now")]
    [TestCase("zbob", "bob away")]
    [TestCase("zbob bbob", "")]
    [TestCase("+a +b +c +d +e +f +g +h +i +j", "a, b, c, d, e, f, g, h and 2 more joined")]
    public void Text_TellsWhatIsLeftOfIt(string changes, string expected)
    {
        var fold = changes.Split(' ').Aggregate(PresenceFold.None, (before, change) => before.With(Parse(change)));

        Assert.That(fold.Text().Value, Is.EqualTo(expected));
    }

    [Test]
    public void Text_OfNamesOfTheNetwork_IsClean()
    {
        var fold = PresenceFold.None.With(new PresenceChange(PresenceKind.Came, "a\u001B[2J")).With(new PresenceChange(PresenceKind.Renamed, "b\u202E", "c\u200B"));

        Assert.That(fold.Text().Value, Does.Not.Contain("\u001B").And.Not.Contain("\u202E").And.Not.Contain("\u200B"));
    }

    private static PresenceChange Parse(string change) => change[0] switch
    {
        '+' => new(PresenceKind.Came, change[1..]),
        '-' => new(PresenceKind.Went, change[1..]),
        'z' => new(PresenceKind.Away, change[1..]),
        'b' => new(PresenceKind.Back, change[1..]),
        _ => new(PresenceKind.Renamed, change[1..].Split(':')[0], change.Split(':')[1]),
    };
}
