using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>The check of the order itself: it must see a wrong dependency however it is written.</summary>
[TestFixture]
public sealed class FolderOrderTests
{
    private static readonly FolderOrder Order = new("Chat.Server", ["Upper", "Middle", "Lower"]);

    private static readonly SourceFile UpperType = new("Chat.Server/Upper/Host.cs", "namespace Chat.Server.Upper;\ninternal sealed class Host;\n");

    [TestCase("using Chat.Server.Upper;\nnamespace Chat.Server.Middle;")]
    [TestCase("using static Chat.Server.Upper.Host;\nnamespace Chat.Server.Middle;")]
    [TestCase("using H = Chat.Server.Upper.Host;\nnamespace Chat.Server.Middle;")]
    [TestCase("using Chat.Server.Upper.Deeper;\nnamespace Chat.Server.Middle;")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { global::Chat.Server.Upper.Host? _host; }")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { Upper.Host? _host; }")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { string _a = \"//\"; Upper.Host? _host; }")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { char _a = '\"'; Upper.Host? _host; char _b = '\"'; }")]
    public void Violations_LowerFolderNamesUpper_IsReported(string text)
    {
        var file = new SourceFile("Chat.Server/Middle/A.cs", text);

        Assert.That(Order.Violations([UpperType, file]), Is.EqualTo(["Chat.Server/Middle/A.cs: Middle uses Upper, which is above it"]));
    }

    [TestCase("using Chat.Server.Lower;\nnamespace Chat.Server.Middle;")]
    [TestCase("using Chat.Server.Middle;\nnamespace Chat.Server.Middle.Deeper;")]
    [TestCase("// using Chat.Server.Upper;\nnamespace Chat.Server.Middle;")]
    [TestCase("/* Chat.Server.Upper */\nnamespace Chat.Server.Middle;")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { string _text = \"Chat.Server.Upper\"; }")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { string _text = @\"\"\"Chat.Server.Upper\\\"; }")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { int Count() => Upper.Count; }")]
    [TestCase("namespace Chat.Server.Middle;\nclass A { int Count(A a) => a.Upper.Host; }")]
    public void Violations_DownwardOrOnlyLooksLikeIt_IsAccepted(string text)
    {
        var file = new SourceFile("Chat.Server/Middle/A.cs", text);

        Assert.That(Order.Violations([UpperType, file]), Is.Empty);
    }

    [Test]
    public void Violations_FolderWithoutPlace_IsReported()
    {
        var file = new SourceFile("Chat.Server/Stray/A.cs", "namespace Chat.Server.Stray;");

        Assert.That(Order.Violations([file]), Is.EqualTo(["Chat.Server/Stray/A.cs: the folder Stray has no place in the order"]));
    }

    [Test]
    public void Violations_UseOfFolderWithoutPlace_IsReported()
    {
        var file = new SourceFile("Chat.Server/Lower/A.cs", "using Chat.Server.Stray;\nnamespace Chat.Server.Lower;");

        Assert.That(Order.Violations([file]), Is.EqualTo(["Chat.Server/Lower/A.cs: uses Chat.Server.Stray, which has no place in the order"]));
    }
}
