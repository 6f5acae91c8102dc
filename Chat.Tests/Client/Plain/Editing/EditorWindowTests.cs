using Chat.Client.Plain;
using Chat.Client.Plain.Editing;
using Chat.Client.State;
using Chat.Client.Terminal;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Editing;

[TestFixture]
public sealed class EditorWindowTests
{
    private readonly EditorWindow _window = new();

    [SetUp]
    public void SetUp() => _window.Reset();

    [Test]
    public void View_OfAShortLine_ShowsIt()
    {
        Assert.That(_window.View(new EditedText("a世b", 2), 20), Is.EqualTo(new EditorView(DisplayText.Of("a世b"), 3)));
    }

    [Test]
    public void View_OfALongLine_ScrollsWithTheCursor()
    {
        var atEnd = _window.View(new EditedText("0123456789abcdefghij", 20), 10);
        var atHome = _window.View(new EditedText("0123456789abcdefghij", 0), 10);

        Assert.That(atEnd.Shown.Value, Does.StartWith("…").And.EndWith("j"));
        Assert.That(atEnd.Column, Is.EqualTo(CellWidth.Of(atEnd.Shown.Value)));
        Assert.That(atHome, Is.EqualTo(new EditorView(DisplayText.Of("012345678…"), 0)));
    }

    [Test]
    public void View_ThatGrowsWider_HidesNoMoreThanItMust()
    {
        var edited = new EditedText("0123456789abcdefghij", 20);
        _window.View(edited, 10);

        Assert.That(_window.View(edited, 40).Shown.Value, Is.EqualTo("0123456789abcdefghij"));
        Assert.That(_window.View(edited, 21).Shown.Value, Is.EqualTo("0123456789abcdefghij"));
        Assert.That(_window.View(edited, 20).Shown.Value, Does.StartWith("…").And.EndWith("j"));
    }

    [Test]
    public void View_OfTheSame_IsTheSame()
    {
        var edited = new EditedText(new string('x', 100), 70);

        var first = _window.View(edited, 30);
        Assert.That(_window.View(edited, 30), Is.EqualTo(first));
    }
}
