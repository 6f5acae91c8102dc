using Chat.Server.Delivery;
using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Delivery;

[TestFixture]
public sealed class SubscriptionSetTests
{
    [Test]
    public void Set_OfFewAndOfMany_FindsAndLosesEachByItsFeed([Values(1, 8, 9, 40)] int count)
    {
        var set = new SubscriptionSet();
        var all = Enumerable.Range(1, count).Select(static number => new Subscription(null!, new Feed(IdOf(number), $"#r{number}", 0), 0)).ToArray();
        foreach (var each in all)
        {
            Assert.That(set.Find(each.Feed.Id), Is.Null);
            set.Add(each);
        }

        Assert.That(set.All, Is.EquivalentTo(all));
        Assert.That(all.Select(each => set.Find(each.Feed.Id)), Is.EqualTo(all));
        foreach (var each in all)
        {
            Assert.That(set.Remove(each.Feed.Id, out var removed), Is.True);
            Assert.That(removed, Is.SameAs(each));
            Assert.That(set.Remove(each.Feed.Id, out _), Is.False);
        }

        Assert.That((set.Count, set.All.Any()), Is.EqualTo((0, false)));
        set.Add(all[0]);
        set.Clear();
        Assert.That(set.Find(all[0].Feed.Id), Is.Null);
    }

    private static FeedId IdOf(int number) => new(new LogId(new Guid(number, 0, 0, new byte[8])), default);
}
