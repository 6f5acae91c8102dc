using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>Histories that are as they should be pass, and have in them what the rules are about.</summary>
[TestFixture]
public sealed class HistoryGeneratorTests
{
    [Test]
    public void Check_OfWhateverGoesWell_FindsNothing()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            Assert.That(HistoryChecker.Check(HistoryGenerator.Make(seed)), Is.Empty, $"seed {seed}");
        }
    }

    [Test]
    public void Make_TheSameSeedAgain_MakesTheSame()
    {
        var once = HistoryGenerator.Make(7).Events;

        Assert.That(HistoryGenerator.Make(7).Events, Is.EqualTo(once));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Make_OfAFewSeeds_HasAllThatTheRulesAreAbout(int parity)
    {
        var all = Enumerable.Range(0, 10).Select(i => new HistoryIndex(HistoryGenerator.Make((2 * i) + parity))).ToArray();
        var events = all.SelectMany(static index => index.History.Events).ToArray();
        var posts = all.SelectMany(static index => index.Posts).ToArray();
        var again = posts.Where(static post => post.Stored is not null && post.Acknowledgements is [var only] && only.AskedAt > post.Invocations[0].Stamp);
        var refusals = events.OfType<Refusal>().ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(posts.Count(static post => post.Stored is not null), Is.AtLeast(500), "stored");
            Assert.That(again.Count(), Is.AtLeast(20), "sent again");
            Assert.That(all.SelectMany(static index => index.Stored()).Count(static stored => stored.Event.Kind == EventKind.Edit), Is.AtLeast(20), "edits");
            Assert.That(all.SelectMany(static index => index.Stored()).Count(static stored => stored.Event.Ref == stored.Seq), Is.AtLeast(20), "deleted");
            Assert.That(all.Sum(static index => index.History.Deliveries().Count(static told => told.Delivery.Event.Seq <= told.Joining.Head)), Is.AtLeast(500), "replayed");
            Assert.That(all.Sum(static index => index.History.Deliveries().Count(static told => told.Delivery.Event.Seq > told.Joining.Head)), Is.AtLeast(500), "live");
            Assert.That(events.OfType<Leaving>().Count(), Is.AtLeast(10), "left");
            Assert.That(events.Max(static happened => happened.Session.Epoch), Is.AtLeast(5), "crashes");
            Assert.That(refusals.Count(static refused => refused.IsAboutContent), Is.AtLeast(5), "bad text");
            Assert.That(refusals.Count(static refused => !refused.IsDefinite), parity == 1 ? Is.Zero : Is.AtLeast(20), "refused for now");
            Assert.That(refusals.Count(static refused => refused.Code == ErrorCodes.NotMember), parity == 1 ? Is.Zero : Is.AtLeast(5), "outside");
        });
    }
}
