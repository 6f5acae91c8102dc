using Chat.Client.Plain;
using Chat.Client.Plain.Completion;
using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Completion;

[TestFixture]
public sealed class CompletionMenuTests
{
    private readonly Completer _completer = new(new FixedNames { Nicks = ["Bob", "bobby", "boris", "zoë\u202Ex"], Rooms = ["#lobby"] });
    private LineEditor _editor = null!;

    [SetUp]
    public void SetUp() => _editor = new LineEditor();

    [Test]
    public void TheOnlyOne_IsPutInWhole()
    {
        Tab("go to #lo");

        Assert.That((_editor.Text, _editor.Mode), Is.EqualTo(("go to #lobby ", (IKeyMode?)null)));
        _editor.Undo();
        Assert.That(_editor.Text, Is.EqualTo("go to #lo"));
    }

    [Test]
    public void TheOnlyOne_BeforeASpace_BringsNoOtherOne()
    {
        _editor.Insert("#lo x");
        _editor.Left();
        _editor.Left();
        Tab("");

        Assert.That((_editor.Text, _editor.Cursor), Is.EqualTo(("#lobby x", 6)));
    }

    [Test]
    public void Several_GiveWhatTheyShare_ThenOneAfterTheOther()
    {
        Tab("b");
        Assert.That((_editor.Text, Row), Is.EqualTo(("bo", " Bob  bobby  boris ")));
        Take(KeyAction.Complete);
        Assert.That((_editor.Text, Row), Is.EqualTo(("Bob: ", "[Bob] bobby  boris ")));
        Take(KeyAction.Complete);
        Take(KeyAction.Complete);
        Assert.That(_editor.Text, Is.EqualTo("boris: "));
        Take(KeyAction.Complete);
        Assert.That(_editor.Text, Is.EqualTo("Bob: "));
        Take(KeyAction.CompleteBack);
        Assert.That((_editor.Text, Row), Is.EqualTo(("boris: ", " Bob  bobby [boris]")));
    }

    [Test]
    public void ShiftTab_BeginsWithTheLast()
    {
        _editor.Insert("b");
        CompletionMenu.Open(_editor, _completer.Find(_editor.Text, _editor.Cursor), back: true);

        Assert.That(_editor.Text, Is.EqualTo("boris: "));
    }

    [Test]
    public void Escape_BringsBackWhatWasTyped_AndAnyOtherKeyKeepsWhatStandsThere()
    {
        Tab("b");
        Take(KeyAction.Complete);
        Assert.That(_editor.Mode!.Take(new KeyStroke(KeyAction.Insert, "x")), Is.EqualTo(KeyModeResult.Passes));
        Assert.That(_editor.Text, Is.EqualTo("Bob: "));
        Assert.That(_editor.Mode.Take(new KeyStroke(KeyAction.Cancel)), Is.EqualTo(KeyModeResult.Ends));
        Assert.That((_editor.Text, _editor.Cursor), Is.EqualTo(("b", 1)));
    }

    [Test]
    public void Nothing_ThatFits_ChangesNothing()
    {
        Tab("#nowhere");

        Assert.That((_editor.Text, _editor.Mode), Is.EqualTo(("#nowhere", (IKeyMode?)null)));
    }

    [Test]
    public void TheRow_ShowsNoControlCharacters()
    {
        Tab("");

        Assert.That(Row, Does.Contain("zoë⟨U+202E⟩x"));
    }

    [TestCase(20)]
    [TestCase(39)]
    [TestCase(79)]
    public void TheRow_FitsAndShowsTheChosenOne_HoweverManyThereAre(int cells)
    {
        var names = Enumerable.Range(0, 60).Select(i => i % 7 == 0 ? $"name世界{i}" : $"name{i}").Append(new string('n', 32)).ToList();
        _editor.Insert("n");
        CompletionMenu.Open(_editor, new Completer(new FixedNames { Nicks = names }).Find("n", 1), back: false);
        foreach (var name in names)
        {
            Take(KeyAction.Complete);
            var row = _editor.Mode!.Below(cells).Value;
            Assert.That(CellWidth.Of(row), Is.LessThanOrEqualTo(cells));
            Assert.That(row, Does.Contain(name.Length > 20 && cells == 20 ? "[nnnn" : $"[{name}]"));
        }
    }

    private string Row => _editor.Mode!.Below(60).Value;

    private void Tab(string typed)
    {
        _editor.Insert(typed);
        CompletionMenu.Open(_editor, _completer.Find(_editor.Text, _editor.Cursor), back: false);
    }

    private void Take(KeyAction action) => Assert.That(_editor.Mode!.Take(new KeyStroke(action)), Is.EqualTo(KeyModeResult.Stays));
}
