using System.Runtime.Versioning;
using Chat.Protocol;
using Chat.Server.Transport;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Transport;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KeyRotationTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Test]
    public void Run_AgainAndAgain_LeadsFromEveryKeyThereWas()
    {
        var keys = new List<string> { Make() };
        for (var i = 0; i < 3; i++)
        {
            var (before, after) = KeyRotation.Run(_data.Path, _time)!.Value;
            Assert.That(before, Is.EqualTo(keys[^1]));
            keys.Add(after);
        }

        using var present = ServerCertificate.TryLoadOwn(_data.Path)!;
        Assert.That(present.Fingerprint, Is.EqualTo(keys[^1]));
        Assert.That(present.Certificate.Subject, Is.EqualTo("CN=lan"));
        Assert.That(keys.Distinct().Count(), Is.EqualTo(4));
        foreach (var key in keys[..^1])
        {
            Assert.That(ServerKey.TryParse(key, out var hash) && KeySuccession.Leads(hash, present.Certificate), Is.True);
        }
    }

    [Test]
    public void Run_LeavesNothingOfTheOldPrivateKey()
    {
        Make();
        var old = File.ReadAllLines(_data["tls/server.key"])[1];

        KeyRotation.Run(_data.Path, _time);

        Assert.That(Directory.GetFiles(_data["tls"]).Select(Path.GetFileName), Is.EquivalentTo(new[] { "server.key", "server.crt", "rotation.lock" }));
        Assert.That(File.ReadAllText(_data["tls/server.key"]), Does.Not.Contain(old));
        Assert.That(File.ReadAllText(_data["tls/server.key"]), Does.EndWith(File.ReadAllText(_data["tls/server.crt"])), "the copy is that of the new one");
    }

    [Test]
    public void TryLoadOwn_AfterACrashBetweenTheFiles_HasTheNewPair()
    {
        Make();
        var oldCertificate = File.ReadAllText(_data["tls/server.crt"]);
        var (_, after) = KeyRotation.Run(_data.Path, _time)!.Value;
        _data.Write("tls/server.crt", oldCertificate);

        using var present = ServerCertificate.TryLoadOwn(_data.Path)!;

        Assert.That(present.Fingerprint, Is.EqualTo(after));
    }

    [Test]
    public void TryLoadOwn_AfterACrashBeforeTheSwap_HasTheOldPair()
    {
        var before = Make();
        _data.Write("tls/server.key.0123.new", "-----BEGIN PRIVATE KEY-----\nhalf");

        using var present = ServerCertificate.TryLoadOwn(_data.Path)!;

        Assert.That(present.Fingerprint, Is.EqualTo(before));
        KeyRotation.Run(_data.Path, _time);
        Assert.That(Directory.GetFiles(_data["tls"], "*.new"), Is.Empty, "a key in it may have been signed already");
    }

    [Test]
    public void TryLoadOwn_OfTwoFilesKeptApart_TakesThem_AndTheyCanBeRotated()
    {
        var before = Make();
        var key = File.ReadAllText(_data["tls/server.key"]);
        _data.Write("tls/server.key", key[..key.IndexOf("-----BEGIN CERT", StringComparison.Ordinal)]);
        using (var present = ServerCertificate.TryLoadOwn(_data.Path)!)
        {
            Assert.That(present.Fingerprint, Is.EqualTo(before));
        }

        Assert.That(KeyRotation.Run(_data.Path, _time)?.Before, Is.EqualTo(before));
    }

    [Test]
    public void Run_BesideAnother_IsRefused_AndLeavesTheKey()
    {
        var before = Make();
        using var other = new FileStream(_data["tls/rotation.lock"], FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.That(() => KeyRotation.Run(_data.Path, _time), Throws.TypeOf<CertificateException>().With.Message.Contains("another rotation"));

        using var present = ServerCertificate.TryLoadOwn(_data.Path)!;
        Assert.That(present.Fingerprint, Is.EqualTo(before));
    }

    [Test]
    public void Run_BeforeThereIsAKey_MakesNone()
    {
        Assert.That(KeyRotation.Run(_data.Path, _time), Is.Null);
        Assert.That(Directory.GetFileSystemEntries(_data.Path), Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    [UnsupportedOSPlatform("windows")]
    public void Run_OnUnix_KeepsTheNewKeyFromOthers()
    {
        Make();

        KeyRotation.Run(_data.Path, _time);

        Assert.That(File.GetUnixFileMode(_data["tls/server.key"]), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private string Make()
    {
        using var made = ServerCertificate.LoadOrMakeOwn(_data.Path, "lan", _time, out _);
        return made.Fingerprint;
    }
}
