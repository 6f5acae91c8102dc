using Chat.Client.Plain;
using Chat.Client.Plain.Editing;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class HistorySearchTests
{
    private LineEditor _editor = null!;
    private HistorySearch _search = null!;

    [SetUp]
    public void SetUp()
    {
        _editor = new LineEditor(new InputHistory(["soup for all", "hello", "Soup again", "soup again", "soup again "]));
        _editor.Insert("draft");
        _search = new HistorySearch(_editor, _editor.History);
    }

    [Test]
    public void Typing_FindsTheNewest_AndCtrlRGoesBack()
    {
        Type("sou");
        Assert.That((_editor.Text, Prompt), Is.EqualTo(("soup again ", "(reverse-search)'sou': ")));
        Take(KeyAction.SearchOlder);
        Take(KeyAction.SearchOlder);
        Assert.That(_editor.Text, Is.EqualTo("Soup again"), "whatever the case");
        Take(KeyAction.SearchOlder);
        Assert.That(_editor.Text, Is.EqualTo("soup for all"));
        Take(KeyAction.SearchOlder);
        Assert.That((_editor.Text, Prompt), Is.EqualTo(("soup for all", "(failed reverse-search)'sou': ")));
        Take(KeyAction.SearchNewer);
        Assert.That((_editor.Text, Prompt), Is.EqualTo(("Soup again", "(reverse-search)'sou': ")));
    }

    [Test]
    public void Typing_More_StaysWhereItStillFits()
    {
        Type("soup");
        Type(" for");
        Assert.That(_editor.Text, Is.EqualTo("soup for all"));
        Type("x");
        Assert.That(Prompt, Does.StartWith("(failed"));
        Take(KeyAction.Backspace);
        Assert.That((_editor.Text, _editor.Cursor, Prompt), Is.EqualTo(("soup for all", 0, "(reverse-search)'soup for': ")));
    }

    [Test]
    public void Enter_TakesTheLine_WithoutSendingIt_AndUpGoesOnFromThere()
    {
        Type("hel");
        Assert.That(_search.Take(new KeyStroke(KeyAction.Enter)), Is.EqualTo(KeyModeResult.Ends));
        Assert.That(_editor.Text, Is.EqualTo("hello"));
        _editor.Older();
        Assert.That(_editor.Text, Is.EqualTo("soup for all"));
    }

    [Test]
    public void Escape_BringsBackWhatWasThere()
    {
        Type("hel");
        Assert.That(_search.Take(new KeyStroke(KeyAction.Cancel)), Is.EqualTo(KeyModeResult.Ends));
        Assert.That((_editor.Text, _editor.Cursor), Is.EqualTo(("draft", 5)));
    }

    [Test]
    public void AnotherKey_TakesTheLine_AndDoesWhatItDoes()
    {
        Type("again");
        Assert.That(_search.Take(new KeyStroke(KeyAction.Home)), Is.EqualTo(KeyModeResult.Passes));
        Assert.That((_editor.Text, _editor.Cursor), Is.EqualTo(("soup again ", 5)), "the cursor is where it was found");
        _editor.Newer();
        Assert.That(_editor.Text, Is.EqualTo("draft"));
    }

    [Test]
    public void NothingLookedFor_FindsNothing()
    {
        Take(KeyAction.SearchOlder);
        Take(KeyAction.Backspace);
        Assert.That((_editor.Text, Prompt), Is.EqualTo(("draft", "(reverse-search)'': ")));
        Type("nowhere");
        Assert.That((_editor.Text, Prompt), Is.EqualTo(("soup again ", "(failed reverse-search)'nowhere': ")), "what was found last stays");
        Take(KeyAction.SearchNewer);
        Assert.That(_editor.Text, Is.EqualTo("soup again "));
    }

    [Test]
    public void ThePrompt_FitsWhateverIsLookedFor()
    {
        Type("soup again and again");

        Assert.That(_search.Prompt(40)!.Value.Value, Is.EqualTo("(failed search)'soup again and again': "));
        Assert.That(_search.Prompt(20)!.Value.Value, Is.EqualTo("(failed search): "));
    }

    private string Prompt => _search.Prompt(60)!.Value.Value;

    private void Type(string text)
    {
        foreach (var c in text)
        {
            _search.Take(new KeyStroke(KeyAction.Insert, $"{c}"));
        }
    }

    private void Take(KeyAction action) => Assert.That(_search.Take(new KeyStroke(action)), Is.EqualTo(KeyModeResult.Stays));
}
