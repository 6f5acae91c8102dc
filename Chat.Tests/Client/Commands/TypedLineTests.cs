using Chat.Client.Commands;
using NUnit.Framework;

namespace Chat.Tests.Client.Commands;

[TestFixture]
public sealed class TypedLineTests
{
    [TestCase("hello")]
    [TestCase(" /not a command")]
    [TestCase("a //b")]
    public void Of_Text_IsAMessage(string line)
    {
        Assert.That(TypedLine.Of(line), Is.EqualTo(new TypedLine.Message(line)));
    }

    [TestCase("//etc/hosts", "/etc/hosts")]
    [TestCase("//", "/")]
    [TestCase("///", "//")]
    public void Of_TwoSlashes_IsAMessageWithOne(string line, string text)
    {
        Assert.That(TypedLine.Of(line), Is.EqualTo(new TypedLine.Message(text)));
    }

    [TestCase("")]
    [TestCase("  \t")]
    public void Of_Nothing_IsNothing(string line)
    {
        Assert.That(TypedLine.Of(line), Is.EqualTo(new TypedLine.Nothing()));
    }

    [TestCase("/quit", "quit", "")]
    [TestCase("/me  waves ", "me", "waves")]
    [TestCase("/me\twaves", "me", "waves")]
    [TestCase("/me line\nline", "me", "line\nline")]
    [TestCase("/", "", "")]
    [TestCase("/ x", "", "x")]
    public void Of_ASlash_IsACall(string line, string name, string argument)
    {
        Assert.That(TypedLine.Of(line), Is.EqualTo(new TypedLine.Call(name, argument)));
    }
}
