using System.Text.RegularExpressions;
using Chat.Server.Hosting;
using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>README promises what there is.</summary>
[TestFixture]
public sealed class ReadmeTests
{
    private static readonly string Readme = SourceTree.Read("README.md");

    [TestCase("dotnet run --project Chat.Server")]
    [TestCase("dotnet run --project Chat.Client -- HOST")]
    [TestCase("dotnet test")]
    public void Commands_EachStandsAloneOnALine_ToBeCopied(string command) =>
        Assert.That(Readme, Does.Match($@"(?m)^    {Regex.Escape(command)}$"));

    [Test]
    public void OptionsOfTheServer_FlagsAndValues_AreThoseOfItsSettings()
    {
        var table = Readme[Readme.IndexOf("| option |", StringComparison.Ordinal)..Readme.IndexOf("Client:", StringComparison.Ordinal)];
        var settings = Settings.All.Select(setting => $"{setting.Flag} {setting.Placeholder}").Append("--config FILE").Append("--check").ToArray();
        var named = Regex.Matches(table, "`(--[^`]+)`").Select(match => match.Groups[1].Value.Replace(@"\|", "|", StringComparison.Ordinal));

        Assert.That(named, Is.Not.Empty.And.SubsetOf(settings));
    }
}
