using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>Dependencies point one way: between the projects, and between the folders of each.</summary>
[TestFixture]
public sealed class DependencyTests
{
    /// <summary>Upper to lower: a folder uses only those after it.</summary>
    private static readonly string[] ServerFolders =
    [
        "Hosting", "Administration", "Transport", "Sessions", "Requests", "Sequencing", "Rooms", "Users", "Delivery", "Log", "Diagnostics",
    ];

    [Test]
    public void ServerFolders_Uses_PointDownOnly()
    {
        var order = new FolderOrder("Chat.Server", ServerFolders);

        Assert.That(order.Violations(SourceTree.Project("Chat.Server")), Is.Empty);
    }

    [TestCase("Chat.Protocol", ExpectedResult = "")]
    [TestCase("Chat.Server", ExpectedResult = "Chat.Protocol")]
    [TestCase("Chat.Client", ExpectedResult = "Chat.Protocol")]
    public string Projects_References_MeetInTheProtocolOnly(string project)
    {
        var references = Regex.Matches(SourceTree.Read($"{project}/{project}.csproj"), @"<ProjectReference\s+Include=""[^""]*?([\w.]+)\.csproj""")
            .Select(match => match.Groups[1].Value);
        return string.Join(' ', references);
    }

    [TestCase("Chat.Protocol")]
    [TestCase("Chat.Server")]
    [TestCase("Chat.Client")]
    [TestCase("Chat.Tests")]
    [TestCase("Chat.Bench")]
    public void Namespaces_OfEveryFile_MatchItsFolder(string project)
    {
        var strays = SourceTree.Project(project)
            .SelectMany(file => file.Namespaces.Where(name => name != Expected(file)).Select(name => $"{file.Path}: {name}"));

        Assert.That(strays, Is.Empty);

        string Expected(SourceFile file) => file.Folder.Length == 0 ? project : $"{project}.{file.Folder.Replace('/', '.')}";
    }

    [TestCase("Connection")]
    [TestCase("State")]
    [TestCase("Commands")]
    [TestCase("Store")]
    public void ClientFolders_BelowTheScreen_DoNotKnowIt(string folder)
    {
        var screen = new Regex(@"(?<![\w.])(?:global::)?(?:System\.Console\b|Console\s*\.|Chat\.Client\.(?:Terminal|Plain)\b|using\s+static\s+System\.Console\b)");
        var uses = SourceTree.Project("Chat.Client")
            .Where(file => file.TopFolder == folder)
            .SelectMany(file => screen.Matches(file.Code).Select(match => $"{file.Path}: {match.Value}"));

        Assert.That(uses, Is.Empty);
    }

    [TestCase("Chat.Protocol")]
    [TestCase("Chat.Server")]
    [TestCase("Chat.Client")]
    public void Usings_OfOwnNamespaces_StandInTheFileThatNeedsThem(string project)
    {
        var global = SourceTree.Project(project)
            .Where(file => Regex.IsMatch(file.Code, @"\bglobal\s+using\s+[^;]*\bChat\."))
            .Select(file => file.Path);

        Assert.That(global, Is.Empty, "a global using would hide what a folder depends on");
        Assert.That(SourceTree.Read($"{project}/{project}.csproj"), Does.Not.Contain("<Using "));
    }
}
