using System.Reflection;
using System.Text.RegularExpressions;
using Chat.Protocol;
using Chat.Server.Administration;
using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>docs/operating.md and the program tell the same.</summary>
[TestFixture]
public sealed class OperatingPageTests
{
    private static readonly string Page = SourceTree.Read("docs/operating.md");

    [Test]
    public void Commands_OfThePageAndOfReadme_AreThoseOfTheProgram()
    {
        var names = AdminCommands.All.Select(command => command.Name).ToArray();
        var shown = Regex.Matches(Page, @"(?m)^    (?:.* )?chatd (\w+)").Select(match => match.Groups[1].Value).ToArray();
        var readme = Regex.Matches(SourceTree.Read("README.md"), @"(?m)^    dotnet run --project Chat\.Server -- (\w+)").Select(match => match.Groups[1].Value);

        Assert.That(shown.Distinct(), Is.EquivalentTo(names));
        Assert.That(readme, Is.Not.Empty.And.SubsetOf(names));
    }

    [Test]
    public void Flags_OfTheCommandsShown_AreTheirs()
    {
        foreach (Match line in Regex.Matches(Page, @"(?m)^    (?:.* )?chatd (\w+ .*)$"))
        {
            var words = line.Groups[1].Value.Split(' ');
            var flags = AdminCommands.All.Single(command => command.Name == words[0]).Options.Select(option => option.Flag).Append("--data").ToArray();

            Assert.That(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), Is.SubsetOf(flags));
        }
    }

    [Test]
    public void ExitCodes_EachOne_IsNamedWithHelp()
    {
        var codes = typeof(ExitCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => $"{field.GetValue(null)}");

        foreach (var code in codes)
        {
            Assert.That(Page[Page.IndexOf("Exit codes", StringComparison.Ordinal)..], Does.Match($@"\b{code} "));
            Assert.That(HelpText.Compose(), Does.Match($@"(?s)Exit codes:.*\b{code} "));
        }
    }

    [Test]
    public void WordsOfAnExport_EachOne_IsNamed()
    {
        var words = Enum.GetValues<EventKind>().Select(ExportFormat.Word)
            .Concat([ExportFormat.User, ExportFormat.Room, ExportFormat.Conversation, ExportFormat.Event, ExportFormat.End]);

        foreach (var word in words)
        {
            Assert.That(Page, Does.Contain($"`{word}`"));
        }
    }
}
