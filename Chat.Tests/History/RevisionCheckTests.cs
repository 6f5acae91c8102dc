using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>What events may say after edits and deletions, and where retention has been.</summary>
[TestFixture]
public sealed class RevisionCheckTests
{
    private static readonly string[] Texts = ["first", "second", "third"];

    [Test]
    public void Check_WhatWasEdited_SaysInEveryReplayTheLatestText()
    {
        var scene = new Scene();
        var (anna, bob) = (scene.OpenAndJoin("anna"), scene.Open("bob"));
        var said = scene.Say(anna, Scene.Post(1, text: Texts[0]));
        anna.Delivered(said);
        var edit = scene.Say(anna, Scene.Post(2, EventKind.Edit, Texts[1], said.Seq));
        anna.Delivered(edit);
        var (saidNow, editNow) = (scene.Revise(said, EventKind.Text, Texts[2], null), scene.Revise(edit, EventKind.Edit, Texts[2], 1));
        var last = scene.Say(anna, Scene.Post(3, EventKind.Edit, Texts[2], said.Seq));
        anna.Delivered(last);
        scene.Join(bob, 0, 3);
        bob.Delivered(saidNow);
        bob.Delivered(editNow);
        bob.Delivered(last);

        Assert.That(scene.Check(), Is.Empty);
    }

    [TestCase(0, 0, ExpectedResult = "")]
    [TestCase(0, 1, ExpectedResult = "", Description = "Read from the log after the edit.")]
    [TestCase(0, 2, ExpectedResult = "Delivered", Description = "What nobody ever made of it.")]
    [TestCase(1, 0, ExpectedResult = "", Description = "The head at the join is still before the edit.")]
    [TestCase(2, 0, ExpectedResult = "Delivered", Description = "The edit was there when the session joined.")]
    [TestCase(2, 1, ExpectedResult = "")]
    public string Check_WhatIsReadOfAnEditedEvent_DependsOnTheHeadAtTheJoin(int head, int text)
    {
        var scene = new Scene();
        var (anna, bob) = (scene.Open("anna"), scene.Open("bob"));
        var asked = bob.Asks();
        var said = scene.Say(anna, Scene.Post(1, text: Texts[0]));
        scene.Say(anna, Scene.Post(2, EventKind.Edit, Texts[1], said.Seq));
        scene.Revise(said, EventKind.Text, Texts[1], null);
        bob.Joined(asked, 0, new(1, Scene.Room, null, 1, head, 1, scene.Log, RoomRole.Member, 0, 0));
        bob.Delivered(said with { Text = Texts[text] });

        return scene.RulesBroken();
    }

    [TestCase(EventKind.Delete, "", 1L, "", ExpectedResult = "")]
    [TestCase(EventKind.Text, "first", null, "", ExpectedResult = "Content", Description = "The deletion is forgotten.")]
    [TestCase(EventKind.Delete, "first", 1L, "", ExpectedResult = "Content", Description = "The text is still there.")]
    [TestCase(EventKind.Delete, "", 3L, "", ExpectedResult = "Content", Description = "Not its own seq.")]
    [TestCase(EventKind.Delete, "", 1L, "second", ExpectedResult = "Content", Description = "The edit has kept its text.")]
    public string Check_WhatWasDeleted_HasNoTextLeft(EventKind kind, string text, long? about, string textOfEdit)
    {
        var scene = new Scene();
        var anna = scene.Open("anna");
        var said = scene.Say(anna, Scene.Post(1, text: Texts[0]));
        var edit = scene.Say(anna, Scene.Post(2, EventKind.Edit, Texts[1], said.Seq));
        scene.Say(anna, Scene.Post(3, EventKind.Delete, "", said.Seq));
        scene.Revise(said, kind, text, about);
        scene.Revise(edit, EventKind.Edit, textOfEdit, said.Seq);

        return scene.RulesBroken();
    }

    [Test]
    public void Check_ATopic_LosesItsReference()
    {
        var scene = new Scene();
        var anna = scene.Open("anna");
        scene.Revise(scene.Say(anna, Scene.Post(1, EventKind.Topic, Texts[0], 7)), EventKind.Topic, Texts[0], null);

        Assert.That(scene.Check(), Is.Empty);
    }

    [Test]
    public void Check_WhatRetentionHasTaken_NeedNotBeThere()
    {
        var scene = new Scene(hasRetention: true) { First = 3 };
        var (anna, bob) = (scene.OpenAndJoin("anna"), scene.OpenAndJoin("bob"));
        anna.Posts(Scene.Post(1));
        Scene.Acknowledge(anna, anna.Posts(Scene.Post(2)), new(Scene.Room, 2, 1, "anna", EventKind.Text, "text 2", null, Scene.Post(2).Key));
        bob.Delivered(new(Scene.Room, 1, 1, "anna", EventKind.Text, "text 1", null, Scene.Post(1).Key));
        var kept = scene.Say(anna, Scene.Post(3));
        bob.Skipped(new(Scene.Room, 3));
        bob.Delivered(kept);
        scene.Join(anna, after: 0, head: 3, first: 3);
        anna.Delivered(kept);
        scene.Recorder.Calmed();

        Assert.That(scene.Check(), Is.Empty);
    }

    [TestCase(false, 3, ExpectedResult = "Seqs", Description = "Nothing is ever dropped.")]
    [TestCase(true, 4, ExpectedResult = "Contiguous", Description = "The log still has what was passed over.")]
    [TestCase(true, 1, ExpectedResult = "Contiguous", Description = "There is nothing to pass over.")]
    public string Check_AGapThatRetentionDidNotMake_IsFound(bool hasRetention, long first)
    {
        var scene = new Scene(hasRetention) { First = 3 };
        var anna = scene.OpenAndJoin("anna");
        scene.Say(anna, Scene.Post(3));
        scene.Say(anna, Scene.Post(4));
        anna.Skipped(new(Scene.Room, first));

        return scene.RulesBroken();
    }
}
