using Chat.Client;
using Chat.Client.Store;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

/// <summary>Whole clients, pipes at both ends, against the real server over TLS.</summary>
[TestFixture]
[CancelAfter(30_000)]
public sealed class RealServerTests
{
    private TemporaryFolder _temporary = null!;
    private RunningServer _server = null!;

    [SetUp]
    public async Task SetUpAsync()
    {
        _temporary = new TemporaryFolder();
        _server = await RunningServer.StartAsync();
    }

    [TearDown]
    public async Task TearDownAsync()
    {
        await _server.DisposeAsync();
        _temporary.Dispose();
    }

    [Test]
    public async Task TwoClients_HearEachOther_InARoomAndAlone()
    {
        await using var alice = new PipedClient(_server, _temporary["alice"], "alice");
        await using var bob = new PipedClient(_server, _temporary["bob"], "bob");
        await alice.SeesAsync("You are in #lobby");
        await bob.SeesAsync("You are in #lobby");

        await alice.TypeAsync("hello");
        await bob.SeesAsync("#lobby <alice> hello");
        await bob.TypeAsync("/me waves");
        await bob.TypeAsync("/msg alice psst\u202E");
        await alice.SeesAsync("#lobby * bob waves");
        await alice.SeesAsync("bob → alice: psst⟨U+202E⟩");
        await alice.TypeAsync("/nick alicia");
        await bob.SeesAsync("alice is alicia now");
        await bob.TypeAsync("/whois alicia");
        await bob.SeesAsync("alicia is here");
        await alice.TypeAsync("/topic soup");
        await bob.SeesAsync("* alicia set the topic: soup");
        await alice.TypeAsync("/join #dev");
        await alice.TypeAsync("alone here");
        await alice.SeesAsync("#dev <alicia> alone here");
        await alice.TypeAsync("/names");
        await alice.SeesAsync("#dev, 1 member: alicia");
        await bob.TypeAsync("/list");
        await bob.SeesAsync("#lobby  2 members  soup");
        await bob.TypeAsync("/history 2");
        await bob.SeesAsync("* bob waves", times: 2);
        await bob.TypeAsync("/search WAV*");
        await bob.SeesAsync("* bob waves", times: 3);
        await bob.TypeAsync("/search @alicia psst");
        await bob.SeesAsync("bob → alicia: psst⟨U+202E⟩");

        Assert.That(await alice.EndAsync(), Is.EqualTo(ExitCode.Done));
        Assert.That(await bob.EndAsync(), Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task AClient_WhoseConnectionIsCutManyTimes_LosesAndDoublesNothing()
    {
        await using var relay = new CuttingRelay(_server.Endpoint);
        await using var reader = new PipedClient(_server, _temporary["reader"], "reader");
        await reader.SeesAsync("You are in #lobby");
        await using var writer = new PipedClient(relay.Endpoint, _temporary["writer"], "writer");
        for (var i = 0; i < 60; i++)
        {
            await writer.TypeAsync($"line {i}.");
            if (i % 10 == 5)
            {
                await writer.SeesAsync($"<writer> line {i - 3}.");
                relay.Cut();
            }
        }

        Assert.That(await writer.EndAsync(), Is.EqualTo(ExitCode.Done));
        await reader.SeesAsync("line 59.");
        var expected = Enumerable.Range(0, 60).Select(i => $"#lobby <writer> line {i}.");
        Assert.That(reader.Said(), Is.EqualTo(expected));
        Assert.That(writer.Said(), Is.EqualTo(expected));
    }

    [Test]
    public async Task AClient_OfAServerWithAnotherKey_SaysNothingToIt()
    {
        var known = new KnownServers(DataFolder.Open(_temporary["alice"]), TimeProvider.System);
        await known.AddAsync($"127.0.0.1:{_server.Endpoint.Port}", "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", CancellationToken.None);
        await using var alice = new PipedClient(_server, _temporary["alice"], "alice");

        Assert.That(await alice.EndAsync(), Is.EqualTo(ExitCode.Protocol));
        await alice.SeesAsync(_server.Fingerprint);
    }
}
