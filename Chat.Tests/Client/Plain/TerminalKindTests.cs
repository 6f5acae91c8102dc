using Chat.Client.Plain;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class TerminalKindTests
{
    [TestCase("TERM=xterm-256color", true)]
    [TestCase("TERM=linux", false)]
    [TestCase("XTERM_VERSION=XTerm(379)", false)]
    [TestCase("STY=12.pts", false)]
    [TestCase("XTERM_VERSION=XTerm(379) TMUX=/tmp/x", true)]
    [TestCase("", true)]
    public void Rewraps_UnlessItIsKnownToCut(string environment, bool expected)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.That(TerminalKind.Rewraps(name => variables.GetValueOrDefault(name)), Is.EqualTo(expected));
    }
}
