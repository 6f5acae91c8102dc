using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>The recorder under several threads.</summary>
[TestFixture]
public sealed class HistoryRecorderTests
{
    [Test]
    public void Finish_AfterManyThreads_HasEverythingOnceInOrder()
    {
        const int Sessions = 4;
        const int Posts = 500;
        var scene = new Scene();
        var threads = new Thread[Sessions];
        for (var i = 0; i < Sessions; i++)
        {
            var user = $"user{i}";
            threads[i] = new Thread(() =>
            {
                var session = scene.Open(user);
                for (var key = 0; key < Posts; key++)
                {
                    session.Posts(Scene.Post(key));
                }
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        var events = scene.Recorder.Finish([]).Events;

        Assert.That(events.Select(static happened => happened.Stamp), Is.EqualTo(Enumerable.Range(1, Sessions * (Posts + 1)).Select(static stamp => (long)stamp)));
        foreach (var session in events.OfType<Invocation>().GroupBy(static invocation => invocation.Session.Id))
        {
            Assert.That(session.Select(static invocation => invocation.Key), Is.EqualTo(Enumerable.Range(0, Posts).Select(static key => Scene.Post(key).Key)));
        }
    }

    [Test]
    public void Open_AfterARestart_IsOfTheNextRun()
    {
        var recorder = new HistoryRecorder();
        var before = recorder.Open("anna", "anna").Session;
        recorder.Restarted();
        var after = recorder.Open("anna", "anna").Session;

        Assert.That((before.Epoch, after.Epoch), Is.EqualTo((1, 2)));
        Assert.That((before.Id, after.Id), Is.EqualTo((1, 2)));
    }

    [Test]
    public void Delivered_TheSameTextAgain_HoldsItOnce()
    {
        var scene = new Scene();
        var anna = scene.OpenAndJoin("anna");
        var said = scene.Say(anna, Scene.Post(1));
        anna.Delivered(said with { Text = new string(said.Text.AsSpan()) });

        var events = scene.Recorder.Finish([]).Events;

        Assert.That(events.OfType<Delivery>().Single().Event.Text, Is.SameAs(events.OfType<Invocation>().Single().Text));
    }
}
