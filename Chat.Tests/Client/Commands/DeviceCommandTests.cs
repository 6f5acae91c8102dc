using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Client.Commands;

[TestFixture]
[CancelAfter(20_000)]
public sealed class DeviceCommandTests
{
    private static readonly Device Laptop = new(new Fingerprint(new byte[32]), "laptop\u001B", 0, 60_000, true);
    private static readonly Device Phone = new(new Fingerprint([.. Enumerable.Repeat((byte)255, 32)]), "phone", 86_400_000, 86_460_000, false);

    private FakeChat _chat = null!;

    [SetUp]
    public async Task SetUpAsync() => _chat = await FakeChat.StartAsync();

    [TearDown]
    public async Task TearDownAsync() => await _chat.DisposeAsync();

    [Test]
    public async Task Link_ShowsTheCode_AndWhereItIsUsed()
    {
        await _chat.RunAsync<LinkFrame>("/link", request => new LinkCodeFrame(request.Id, "abcd-efgh", 600_000));

        Assert.That(_chat.Shown(), Is.EqualTo([
            "On the other device: chat test --nick alice --link",
            "  The code it asks for: abcd-efgh",
            "  It is good once, until 00:10. Who has it becomes you: show it to nobody."]));
    }

    [Test]
    public async Task Devices_AreNumbered_AndANumberMeansWhatWasSeen()
    {
        await _chat.RunAsync<DevicesFrame>("/devices", request => new DeviceListFrame(request.Id, [Laptop, Phone]));
        Assert.That(_chat.Shown(), Is.EqualTo([
            "1. SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA laptop␛, since 1970-01-01, this one",
            "2. SHA256://////////////////////////////////////////8 phone, since 1970-01-02, seen 1970-01-02 00:01"]));

        var asked = await _chat.RunAsync<UnlinkFrame>("/devices unlink 2", request => new DoneFrame(request.Id));

        Assert.That(asked.Fingerprint, Is.EqualTo(Phone.Fingerprint));
        Assert.That(_chat.Shown().Single(), Does.StartWith("-- phone is yours no longer"));
    }

    [TestCase("/devices unlink 1")]
    [TestCase("/devices unlink SHA256:AA")]
    [TestCase("/devices unlink 0000")]
    public async Task Unlink_WithoutAList_AsksForIt(string line)
    {
        var running = _chat.RunAsync(line);
        var devices = await _chat.Connection.ReadAsync<DevicesFrame>();
        await _chat.Connection.SendAsync(new DeviceListFrame(devices.Id, [Laptop, Phone]));
        if (!line.EndsWith("0000", StringComparison.Ordinal))
        {
            var unlink = await _chat.Connection.ReadAsync<UnlinkFrame>();
            Assert.That(unlink.Fingerprint, Is.EqualTo(Laptop.Fingerprint));
            await _chat.Connection.SendAsync(new ErrorFrame(unlink.Id, ErrorCodes.Forbidden, "the last one"));
        }

        await running;
        Assert.That(_chat.Shown().Single(), Does.StartWith("!! "));
    }

    [TestCase("/devices unlink", "/devices [unlink NUMBER]")]
    [TestCase("/devices remove 1", "/devices [unlink NUMBER]")]
    public async Task Misused_SaysHow(string line, string expected)
    {
        await _chat.RunAsync(line);

        Assert.That(_chat.Shown().Single(), Does.Contain(expected));
    }

    [Test]
    public async Task AGuest_HasNone()
    {
        await _chat.RunAsync<DevicesFrame>("/devices", request => new DeviceListFrame(request.Id, []));
        await _chat.RunAsync<LinkFrame>("/link", request => new ErrorFrame(request.Id, ErrorCodes.Forbidden, "guests have no devices"));

        Assert.That(_chat.Shown(), Is.EqualTo(["You have no device here: you are a guest.", "!! /link: guests have no devices"]));
    }
}
