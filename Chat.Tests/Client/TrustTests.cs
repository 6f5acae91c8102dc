using System.Security.Cryptography.X509Certificates;
using Chat.Client;
using Chat.Client.Connection;
using Chat.Client.Store;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(20_000)]
public sealed class TrustTests : IAsyncDisposable
{
    private readonly TemporaryFolder _temporary = new();
    private readonly KeyLine _line = new(3);
    private readonly X509Certificate2 _certificate;
    private readonly SomeTlsServer _server;
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly List<string> _questions = [];

    public TrustTests()
    {
        _certificate = _line.Certificate(1);
        _server = new SomeTlsServer(_certificate);
    }

    private KnownServers Known => new(DataFolder.Open(_temporary["chat"]), TimeProvider.System);

    private string? Pinned => Known.Find(_server.Address.Key)?.Fingerprint;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _certificate.Dispose();
        _line.Dispose();
        await _output.DisposeAsync();
        await _errors.DisposeAsync();
        _temporary.Dispose();
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Run_ForAChangedKey_ShowsBothAndAsks(bool agrees, CancellationToken cancellationToken)
    {
        await PinAsync(0, cancellationToken);

        var code = await RunAsync(new TrustOptions { Address = _server.Address }, agrees, cancellationToken);
        await _server.EndAsync();

        Assert.That(_questions, Has.Count.EqualTo(1));
        Assert.That($"{_errors}", Does.Contain($"known:   {_line.Fingerprint(0)} (since ").And.Contain($"present: {_line.Fingerprint(1)}"));
        Assert.That(code, Is.EqualTo(agrees ? ExitCode.Done : ExitCode.Protocol));
        Assert.That(Pinned, Is.EqualTo(_line.Fingerprint(agrees ? 1 : 0)));
        Assert.That(_server.Shown, Is.EqualTo(new string?[] { null }));
        Assert.That(_server.Received, Is.Zero);
    }

    [Test]
    public async Task Run_WithTheRightFingerprint_DoesNotAsk(CancellationToken cancellationToken)
    {
        await PinAsync(0, cancellationToken);

        var code = await RunAsync(new TrustOptions { Address = _server.Address, Fingerprint = _line.Fingerprint(1) }, null, cancellationToken);

        Assert.That((code, Pinned), Is.EqualTo((ExitCode.Done, _line.Fingerprint(1))));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Run_WithAnotherFingerprint_ChangesNothing_EvenWithYes(bool yes, CancellationToken cancellationToken)
    {
        await PinAsync(0, cancellationToken);

        var code = await RunAsync(new TrustOptions { Address = _server.Address, Fingerprint = _line.Fingerprint(2), Yes = yes }, null, cancellationToken);

        Assert.That((code, Pinned), Is.EqualTo((ExitCode.Protocol, _line.Fingerprint(0))));
    }

    [Test]
    public async Task Run_WithYes_DoesNotAsk_EvenAtFirstContact(CancellationToken cancellationToken)
    {
        var code = await RunAsync(new TrustOptions { Address = _server.Address, Yes = true }, null, cancellationToken);

        Assert.That((code, Pinned), Is.EqualTo((ExitCode.Done, _line.Fingerprint(1))));
        Assert.That($"{_errors}", Does.Contain("known:   none"));
    }

    [Test]
    public async Task Run_WithNobodyToAsk_ChangesNothing(CancellationToken cancellationToken)
    {
        await PinAsync(0, cancellationToken);

        var code = await RunAsync(new TrustOptions { Address = _server.Address }, null, cancellationToken);

        Assert.That((code, Pinned), Is.EqualTo((ExitCode.Usage, _line.Fingerprint(0))));
        Assert.That($"{_errors}", Does.Contain("--fingerprint"));
    }

    [Test]
    public async Task Run_ForTheKnownKey_SaysSo(CancellationToken cancellationToken)
    {
        await PinAsync(1, cancellationToken);

        var code = await RunAsync(new TrustOptions { Address = _server.Address }, null, cancellationToken);

        Assert.That((code, Pinned), Is.EqualTo((ExitCode.Done, _line.Fingerprint(1))));
        Assert.That($"{_errors}", Does.Contain("the one that is known"));
    }

    [Test]
    public async Task Run_ForAServerThatIsNotThere_SaysSo(CancellationToken cancellationToken)
    {
        var address = _server.Address;
        await _server.EndAsync();

        var code = await RunAsync(new TrustOptions { Address = address, Yes = true }, null, cancellationToken);

        Assert.That(code, Is.EqualTo(ExitCode.Unavailable));
        Assert.That($"{_errors}", Does.StartWith("chat: Cannot connect to"));
    }

    [Test]
    public async Task Run_ToListAndForget_DoesSo(CancellationToken cancellationToken)
    {
        await PinAsync(0, cancellationToken);
        await Known.AddAsync("[::1]:2428", _line.Fingerprint(2), cancellationToken);

        await RunAsync(new TrustOptions { List = true }, null, cancellationToken);
        var forgotten = await RunAsync(new TrustOptions { Forget = new ServerAddress("::1", 2428) }, null, cancellationToken);
        var unknown = await RunAsync(new TrustOptions { Forget = new ServerAddress("::1", 2428) }, null, cancellationToken);

        Assert.That($"{_output}".Split('\n').Select(line => string.Join(' ', line.Split(' ').Take(2)).Trim()), Is.EqualTo(new[]
        {
            $"{_server.Address.Key} {_line.Fingerprint(0)}", $"[::1]:2428 {_line.Fingerprint(2)}", "",
        }));
        Assert.That((forgotten, unknown), Is.EqualTo((ExitCode.Done, ExitCode.Usage)));
        Assert.That(Known.All(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Run_WithAFolderThatCannotBe_Ends78(CancellationToken cancellationToken)
    {
        var code = await RunAsync(new TrustOptions { List = true, DataFolder = _temporary.Write("file", "") }, null, cancellationToken);

        Assert.That(code, Is.EqualTo(ExitCode.Configuration));
    }

    private Task<KnownServer> PinAsync(int key, CancellationToken cancellationToken) =>
        Known.AddAsync(_server.Address.Key, _line.Fingerprint(key), cancellationToken);

    private Task<ExitCode> RunAsync(TrustOptions options, bool? agrees, CancellationToken cancellationToken)
    {
        Func<string, bool>? agree = agrees is null ? null : Answer;
        return new Trust(_output, _errors, agree, TimeProvider.System)
            .RunAsync(options with { DataFolder = options.DataFolder ?? _temporary["chat"] }, cancellationToken);

        bool Answer(string question)
        {
            _questions.Add(question);
            return agrees == true;
        }
    }
}
