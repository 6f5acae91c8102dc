using Chat.Client.Plain.Completion;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Completion;

[TestFixture]
public sealed class CompleterTests
{
    private readonly Completer _completer = new(new FixedNames
    {
        Nicks = ["zoë", "Bob", "bobby", "Алиса", "dot_"],
        Rooms = ["#lobby", "#Lounge", "#dev"],
        Commands = ["join", "leave", "list"],
        Aliases = ["part", "j"],
    });

    [TestCase("bo", 0, "Bob: |bobby: ")]
    [TestCase("hi bo", 3, "Bob |bobby ")]
    [TestCase("hi,BO", 3, "Bob |bobby ")]
    [TestCase("@bo", 0, "@Bob |@bobby ")]
    [TestCase("see @bobb", 4, "@bobby ")]
    [TestCase("(@zo", 1, "@zoë ")]
    [TestCase("али", 0, "Алиса: ")]
    [TestCase("dot_", 0, "dot_: ")]
    [TestCase("nobody", 0, "")]
    [TestCase("b*", 2, "")]
    [TestCase("hi ", 3, "")]
    [TestCase("", 0, "zoë: |Bob: |bobby: |Алиса: |dot_: ")]
    public void Nicks_AreFoundAsTheyCompare_WithAColonAtTheBeginning(string text, int start, string expected) => Finds(text, start, expected);

    [TestCase("#l", 0, "#lobby |#Lounge ")]
    [TestCase("/join #DE", 6, "#dev ")]
    [TestCase("look in (#lou", 9, "#Lounge ")]
    [TestCase("#*", 0, "")]
    [TestCase("#nowhere", 0, "")]
    public void Rooms_AreFoundAfterTheirSign(string text, int start, string expected) => Finds(text, start, expected);

    [TestCase("/l", 0, "/leave |/list ")]
    [TestCase("/J", 0, "/join ")]
    [TestCase("/pa", 0, "/part ")]
    [TestCase("/", 0, "/join |/leave |/list ")]
    [TestCase("//l", 0, "")]
    [TestCase("/x", 0, "")]
    [TestCase("hi /l", 4, "")]
    public void Commands_AreFoundAtTheBeginningOnly(string text, int start, string expected) => Finds(text, start, expected);

    [TestCase(":smile", 0, "😄|😃|😺|😸")]
    [TestCase(":tada", 0, "🎉")]
    [TestCase("yes :tada:", 4, "🎉")]
    [TestCase("well:tada", 5, "")]
    [TestCase("http://bo", 7, "Bob |bobby ")]
    [TestCase("10:30", 3, "")]
    [TestCase(":", 0, "")]
    [TestCase("::", 1, "")]
    [TestCase("a:", 2, "")]
    public void Emoji_AreFoundByName(string text, int start, string expected) => Finds(text, start, expected);

    [Test]
    public void AnExactName_ComesFirst()
    {
        Assert.That(_completer.Find(":star", 5).Candidates[0].Text, Is.EqualTo("⭐"));
    }

    [Test]
    public void TheWord_EndsAtTheCursor()
    {
        Assert.That(_completer.Find("bobby", 2).Candidates, Has.Count.EqualTo(2));
    }

    [Test]
    public void Common_IsWhatAllBeginWith_WhateverTheCase()
    {
        Assert.That(_completer.Find("b", 1).Common(), Is.EqualTo("Bob"));
        Assert.That(_completer.Find("/l", 2).Common(), Is.EqualTo("/l"));
        Assert.That(_completer.Find(":smi", 4).Common(), Is.EqualTo(":smi"));
        Assert.That(Completions.None.Common(), Is.Empty);
    }

    [Test]
    public void Candidates_AreBounded()
    {
        var completer = new Completer(new FixedNames { Nicks = Enumerable.Range(0, 3000).Select(i => $"user{i}") });

        Assert.That(completer.Find("us", 2).Candidates, Has.Count.EqualTo(Completer.MaxCandidates));
    }

    private void Finds(string text, int start, string expected)
    {
        var found = _completer.Find(text, text.Length);

        Assert.That(string.Join('|', found.Candidates.Select(candidate => candidate.Text)), Is.EqualTo(expected));
        Assert.That(found.Candidates.Count == 0 || found.Start == start, Is.True);
    }
}
