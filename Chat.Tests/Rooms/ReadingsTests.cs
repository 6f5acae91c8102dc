using Chat.Server.Log;
using Chat.Server.Rooms;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Rooms;

[TestFixture]
internal sealed class ReadingsTests
{
    [Test]
    public void Mentions_AfterAnyChanges_AreThoseOfASet()
    {
        var changes = Gen.Select(Gen.Int[0, 2], Gen.Long[1, 4], Gen.Long[1, 12]).Array[0, 60];
        changes.Sample(steps =>
        {
            var (readings, model) = (new Readings(), new SortedSet<(long User, long Seq)>());
            foreach (var (what, user, seq) in steps)
            {
                switch (what)
                {
                    case 0:
                        Assert.That(readings.Add(new UserId(user), seq), Is.EqualTo(model.Add((user, seq))));
                        break;
                    case 1:
                        Assert.That(readings.Remove(new UserId(user), seq), Is.EqualTo(model.Remove((user, seq))));
                        break;
                    default:
                        readings.Forget(seq / 2);
                        model.RemoveWhere(mention => mention.Seq < seq / 2);
                        break;
                }
            }

            for (var i = 1L; i <= 12; i++)
            {
                Assert.That(readings.MentionsOf(new UserId(i)), Is.EqualTo(model.Where(mention => mention.User == i).Select(static mention => mention.Seq)));
                Assert.That(readings.MentionedBy(i), Is.EqualTo(model.Where(mention => mention.Seq == i).Select(static mention => new UserId(mention.User)).ToArray()));
            }
        });
    }
}
