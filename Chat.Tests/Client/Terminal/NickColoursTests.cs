using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Terminal;

[TestFixture]
public sealed class NickColoursTests
{
    [TestCase("Indexed", 20)]
    [TestCase("True", 40)]
    public void All_CanBeReadOnBlackAndOnWhite(string name, int atLeast)
    {
        var depth = Enum.Parse<ColourDepth>(name);
        var colours = NickColours.All(depth).ToList();

        Assert.That(colours, Has.Count.AtLeast(atLeast));
        foreach (var colour in colours)
        {
            var luminance = NickColours.Luminance(colour);
            Assert.That(NickColours.Contrast(luminance, 0), Is.AtLeast(NickColours.LeastContrast), $"{colour} on black");
            Assert.That(NickColours.Contrast(luminance, 1), Is.AtLeast(NickColours.LeastContrast), $"{colour} on white");
        }
    }

    [TestCase("Sixteen")]
    [TestCase("Indexed")]
    [TestCase("True")]
    public void Of_NicksThatCountAsTheSame_IsTheSame(string name)
    {
        var depth = Enum.Parse<ColourDepth>(name);
        Assert.That(NickColours.Of("Alice", depth), Is.EqualTo(NickColours.Of("alice", depth)).And.Not.Empty);
        Assert.That(Enumerable.Range(0, 100).Select(i => NickColours.Of($"nick{i}x", depth)).Distinct().Count(), Is.GreaterThan(3));
    }

    [Test]
    public void Of_ANick_StaysAsItIsOverVersions()
    {
        Assert.That(NickColours.Of("alice", ColourDepth.None), Is.Empty);
        Assert.That(
            new[] { "alice", "bob", "\u001B[2J" }.Select(nick => NickColours.Of(nick, ColourDepth.Sixteen)), Has.All.Match("^[0-9]+$"));
    }
}
