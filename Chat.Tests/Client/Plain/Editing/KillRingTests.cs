using Chat.Client.Plain;
using Chat.Client.Plain.Editing;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Editing;

[TestFixture]
public sealed class KillRingTests
{
    [Test]
    public void Kills_InARow_AreOne_AndComeBackWhereTheCursorIs()
    {
        var editor = new LineEditor();
        editor.Insert("one two three four");
        editor.KillBack();
        editor.KillWordLeft();
        editor.Home();
        editor.KillWordRight();
        editor.KillToEnd();
        editor.Yank();
        editor.Insert("|");
        Assert.That(editor.Text, Is.EqualTo("one two |"));

        editor.Yank();
        editor.YankOlder();
        Assert.That(editor.Text, Is.EqualTo("one two |three four"));
        editor.YankOlder();
        Assert.That(editor.Text, Is.EqualTo("one two |one two "));
        editor.Left();
        editor.YankOlder();
        Assert.That(editor.Text, Is.EqualTo("one two |one two "), "only right after a yank");
    }

    [Test]
    public void Kills_OfNothing_ChangeNothing()
    {
        var editor = new LineEditor();
        editor.KillToEnd();
        editor.KillBack();
        editor.Yank();
        editor.YankOlder();
        editor.Insert("x");
        editor.KillToEnd();
        editor.Yank();

        Assert.That(editor.Text, Is.EqualTo("x"));
    }

    [Test]
    public void Kills_AreBounded()
    {
        var editor = new LineEditor();
        for (var i = 0; i < KillRing.MaxKills + 3; i++)
        {
            editor.Insert($"{i}");
            editor.Home();
            editor.KillToEnd();
            editor.Home();
        }

        editor.Yank();
        var seen = new HashSet<string>();
        while (seen.Add(editor.Text))
        {
            editor.YankOlder();
        }

        Assert.That(seen, Has.Count.EqualTo(KillRing.MaxKills).And.None.EqualTo("2"));
    }
}
