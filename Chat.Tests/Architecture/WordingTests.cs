using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>What a finished product has no use for does not stand in its sources.</summary>
[TestFixture]
public sealed class WordingTests
{
    /// <summary>Each as a pattern over the whole text, comments included.</summary>
    private static readonly string[] Unfinished = [@"\bTODO\b", @"\bFIXME\b", @"\bHACK\b", @"\bXXX\b", @"\bNotImplementedException\b"];

    /// <summary>Each as a pattern over the code alone.</summary>
    private static readonly string[] Unwanted =
    [
        @"#region\b",
        @"\basync\s+void\b",
        @"\bThread\s*\.\s*Sleep\b",
    ];

    [TestCase("Chat.Protocol")]
    [TestCase("Chat.Server")]
    [TestCase("Chat.Client")]
    public void Sources_OfTheProduct_HaveNothingUnfinishedOrUnwanted(string project)
    {
        var found = SourceTree.Project(project)
            .SelectMany(file => Find(file.Path, file.Text, Unfinished).Concat(Find(file.Path, file.Code, Unwanted)));

        Assert.That(found, Is.Empty);
    }

    [TestCase("README.md")]
    [TestCase("CONTRIBUTING.md")]
    [TestCase("CHANGELOG.md")]
    [TestCase("docs")]
    public void Documents_Links_LeadSomewhere(string name)
    {
        var path = Path.Combine(SourceTree.Root, name);
        var documents = Directory.Exists(path) ? Directory.GetFiles(path, "*.md", SearchOption.AllDirectories) : [path];
        var dead = documents.SelectMany(document => Regex.Matches(File.ReadAllText(document), @"\]\(([^)#:]+)(?:#[^)]*)?\)")
            .Select(match => match.Groups[1].Value)
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{Path.GetRelativePath(SourceTree.Root, document)}: {target}"));

        Assert.That(documents, Is.Not.Empty);
        Assert.That(dead, Is.Empty);
    }

    private static IEnumerable<string> Find(string path, string text, IEnumerable<string> patterns) =>
        patterns.SelectMany(pattern => Regex.Matches(text, pattern).Select(match => $"{path}: {match.Value}"));
}
