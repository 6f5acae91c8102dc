using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Terminal;

[TestFixture]
public sealed class TerminalColoursTests
{
    [TestCase("auto", true, "TERM=xterm", "Sixteen")]
    [TestCase("auto", true, "TERM=xterm-256color", "Indexed")]
    [TestCase("auto", true, "TERM=xterm-256color COLORTERM=truecolor", "True")]
    [TestCase("auto", true, "TERM=xterm COLORTERM=24bit", "True")]
    [TestCase("auto", true, "TERM=xterm-direct", "True")]
    [TestCase("auto", true, "WT_SESSION=1", "True")]
    [TestCase("auto", true, "", "Sixteen")]
    [TestCase("auto", true, "TERM=dumb COLORTERM=truecolor", "None")]
    [TestCase("auto", true, "TERM=xterm NO_COLOR=1", "None")]
    [TestCase("auto", true, "TERM=xterm NO_COLOR=", "Sixteen")]
    [TestCase("auto", false, "TERM=xterm-256color", "None")]
    [TestCase("always", false, "TERM=xterm-256color NO_COLOR=1", "Indexed")]
    [TestCase("always", false, "", "Sixteen")]
    [TestCase("never", true, "COLORTERM=truecolor", "None")]
    public void Depth_HonoursWhatWasAskedForAndTheEnvironment(string wish, bool isTerminal, string environment, string expected)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        var depth = TerminalColours.Depth(Enum.Parse<ColourWish>(wish, ignoreCase: true), isTerminal, name => variables.GetValueOrDefault(name));

        Assert.That(depth, Is.EqualTo(Enum.Parse<ColourDepth>(expected)));
    }
}
