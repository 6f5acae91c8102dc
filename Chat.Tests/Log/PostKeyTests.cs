using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Log;

[TestFixture]
public sealed class PostKeyTests
{
    /// <summary>All of these have one hash as Guids, whose parts are put together by exclusive or.</summary>
    [Test]
    public void GetHashCode_OfKeysThatAreChosenToCollide_IsSpread()
    {
        var keys = Enumerable.Range(1, 1_000).Select(static number => new Guid(number, 0, 0, [.. new byte[4], .. BitConverter.GetBytes(number)])).ToArray();
        Assert.That(keys.Select(static key => key.GetHashCode()).Distinct().Count(), Is.EqualTo(1));

        var hashes = keys.Select(static key => new PostKey(new UserId(1), key).GetHashCode());

        Assert.That(hashes.Distinct().Count(), Is.GreaterThan(990));
    }
}
