using Chat.Client.Plain.Editing;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Editing;

[TestFixture]
public sealed class InputHistoryTests
{
    [Test]
    public void Walking_KeepsWhatIsChangedOnTheWay_UntilALineIsSent()
    {
        var history = new InputHistory(["one", "two"]);

        Assert.That(history.Older("draft"), Is.EqualTo("two"));
        Assert.That(history.Older("two, changed"), Is.EqualTo("one"));
        Assert.That(history.Older("one"), Is.Null);
        Assert.That(history.Newer("one"), Is.EqualTo("two, changed"));
        Assert.That(history.Newer("two, changed"), Is.EqualTo("draft"));
        Assert.That(history.Newer("draft"), Is.Null);

        history.Add("three");
        Assert.That(history.Older(""), Is.EqualTo("three"));
        Assert.That(history.Older("three"), Is.EqualTo("two"));
    }

    [Test]
    public void Add_TellsOfEveryLineOnce()
    {
        var kept = new List<string>();
        var history = new InputHistory(["one"], kept.Add);
        foreach (var line in (string[])["one", "two", "two", " ", "one"])
        {
            history.Add(line);
        }

        Assert.That(kept, Is.EqualTo(["two", "one"]));
        Assert.That(history.Count, Is.EqualTo(3));
    }

    [Test]
    public void Earlier_LinesAreBounded()
    {
        var history = new InputHistory(Enumerable.Range(0, 2 * InputHistory.MaxEntries).Select(i => $"{i}"));

        Assert.That(history.Count, Is.EqualTo(InputHistory.MaxEntries));
        Assert.That(history[0], Is.EqualTo($"{InputHistory.MaxEntries}"));
    }
}
