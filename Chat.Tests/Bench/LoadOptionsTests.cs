using Chat.Bench.Load;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class LoadOptionsTests
{
    private static readonly LoadOptions Sound = new() { Serve = "memory" };

    private static IEnumerable<TestCaseData> Wrong() =>
    [
        new(new LoadOptions(), "Name a server"),
        new(Sound with { Address = "localhost" }, "not both"),
        new(new LoadOptions { Address = "no address" }, "not an address"),
        new(Sound with { Serve = "disk" }, "memory or sqlite"),
        new(Sound with { ServerPid = 1 }, "--server-pid"),
        new(new LoadOptions { Address = "localhost", ServerCores = "0" }, "--server-cores"),
        new(Sound with { Rooms = 0 }, "at least 1"),
        new(Sound with { Members = 3, Senders = 4 }, "--senders"),
        new(Sound with { Window = 0 }, "--window"),
        new(Sound with { Rate = 0 }, "--rate"),
        new(Sound with { Rate = 1, Window = 1 }, "Either --window or --rate"),
        new(Sound with { Size = 16_385 }, "--size"),
        new(Sound with { Seconds = 0 }, "--seconds"),
        new(Sound with { Seconds = double.PositiveInfinity }, "--seconds"),
        new(Sound with { WarmUp = -1 }, "--warm-up"),
        new(Sound with { Threads = 0 }, "--threads"),
        new(Sound with { Slow = -1 }, "--slow"),
        new(Sound with { Members = 10, Senders = 3, Slow = 5, ReconnectStorm = 3 }, "Give more --members"),
        new(Sound with { Idle = 1, Login = 0 }, "Either --idle or --login"),
        new(Sound with { Idle = 1, Window = 1 }, "do not chat"),
        new(Sound with { Login = 5, Slow = 1 }, "do not chat"),
    ];

    [Test]
    public void Problems_OfSoundOptions_AreNone()
    {
        Assert.That(Sound.Problems(), Is.Empty);
        Assert.That((Sound with { Rate = 2, Rooms = 10, Members = 2, Senders = 2 }).Problems(), Is.Empty);
        Assert.That(new LoadOptions { Address = "chat://localhost:1", ServerPid = 5 }.Problems(), Is.Empty);
        Assert.That((Sound with { Members = 10, Senders = 3, Slow = 4, ReconnectStorm = 3 }).Problems(), Is.Empty);
        Assert.That((Sound with { Login = 0 }).Problems(), Is.Empty);
    }

    [TestCaseSource(nameof(Wrong))]
    public void Problems_OfWrongOptions_NameThem(object options, string words) =>
        Assert.That(((LoadOptions)options).Problems(), Has.Some.Contains(words));
}
