using System.Net;
using Chat.Server.Diagnostics;
using Chat.Server.Hosting;
using Chat.Server.Log.Sqlite;
using Chat.Server.Sessions;
using Chat.Server.Transport;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;
using Serilog.Events;

namespace Chat.Tests.Hosting;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EffectiveSettingsTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [Test]
    public void Read_OfNothing_GivesTheDefaultsThatHelpShows()
    {
        _environment["XDG_DATA_HOME"] = _folder.Path;

        var settings = Read();

        Assert.That(settings.Problems, Is.Empty);
        Assert.That(settings.Options.Port, Is.EqualTo(2428));
        Assert.That(settings.Options.DataDirectory, Is.EqualTo(OperatingSystem.IsWindows() ? settings.Options.DataDirectory : _folder["chatd"]));
        foreach (var setting in Settings.All.Where(setting => setting.Key is "port" or "plaintext" or "store" or "rate-limit" || setting.Key.Contains("con")
            || setting.Key.StartsWith("log", StringComparison.Ordinal)))
        {
            Assert.That(setting.Show(settings.Options), Is.EqualTo(setting.Default), setting.Key);
        }
    }

    [Test]
    public void Read_OfEverySetting_TakesItIntoTheOptions()
    {
        var options = Read(
            "--listen", "10.0.0.5", "--listen", "[fd00::5]", "--listen", "10.0.0.5", "--port", "0", "--data", _folder["d"], "--plaintext", "none", "--name", "Küche",
            "--motd", _folder["m"], "--store", "memory", "--durability", "normal", "--retention", "30d:7", "--certificate", _folder["c"], "--certificate-key", _folder["k"], "--rate-limit", "5/s:7",
            "--connections-per-address", "3", "--max-connections", "4", "--registration", "invite", "--guests", "none", "--registrations-per-address", "5", "--code-attempts", "6",
            "--rooms-per-user", "7", "--new-rooms", "8", "--new-conversations", "off", "--log-level", "debug", "--log-format", "json").Options;

        Assert.That(options.Listen, Is.EqualTo(new[] { IPAddress.Parse("10.0.0.5"), IPAddress.Parse("fd00::5") }));
        Assert.That(options with { Listen = [] }, Is.EqualTo(new ServerOptions
        {
            Listen = [],
            Port = 0,
            DataDirectory = _folder["d"],
            Plaintext = PlaintextPolicy.None,
            Name = "Küche",
            MotdFile = _folder["m"],
            Store = StoreKind.Memory,
            Durability = Durability.Normal,
            Retention = options.Retention,
            Certificate = _folder["c"],
            CertificateKey = _folder["k"],
            RateLimit = new RateLimit(5, 7),
            ConnectionsPerAddress = 3,
            Access = new AccessRules { Registration = Registration.Invite, RegistrationsPerAddress = 5, CodeAttempts = 6, RoomsPerUser = 7, NewRooms = 8, NewConversations = null },
            Guests = GuestPolicy.None,
            MaxConnections = 4,
            LogLevel = LogEventLevel.Debug,
            LogFormat = LogFormat.Json,
        }));
        Assert.That(options.Retention.Default, Is.EqualTo(new RetentionRule(TimeSpan.FromDays(30), 7)));
    }

    [Test]
    public void Read_OfOff_TurnsLimitsOff()
    {
        var options = Read("--rate-limit", "off", "--connections-per-address", "off").Options;

        Assert.That(options.RateLimit, Is.Null);
        Assert.That(options.ConnectionsPerAddress, Is.Null);
    }

    [Test]
    public void Read_OfOneSettingEverywhere_TakesTheFlagThenTheEnvironmentThenTheFile()
    {
        _folder.Write("chatd.json", """{ "port": 1, "name": "file", "log-level": "error" }""");
        _environment["CHAT_CONFIG"] = _folder["chatd.json"];
        _environment["CHAT_PORT"] = "2";
        _environment["CHAT_NAME"] = "environment";

        var settings = Read("--port", "3");

        Assert.That(settings.Problems, Is.Empty);
        Assert.That((settings.Options.Port, settings.Options.Name, settings.Options.LogLevel), Is.EqualTo((3, "environment", LogEventLevel.Error)));
        Assert.That(settings.Lines(), Has.Some.Match(@"^port +3 +--port$"));
        Assert.That(settings.Lines(), Has.Some.Match(@"^name +environment +CHAT_NAME$"));
        Assert.That(settings.Lines(), Has.Some.Match(@"^log-level +error +'log-level' in .*chatd\.json$"));
        Assert.That(settings.Lines(), Has.Some.Match(@"^max-connections +10000 +default$"));
    }

    [Test]
    public void Read_OfAFlagForTheFile_TakesItBeforeTheEnvironment()
    {
        _folder.Write("flag.json", """{ "port": 1 }""");
        _environment["CHAT_CONFIG"] = _folder["none.json"];

        var settings = Read("--config", _folder["flag.json"]);

        Assert.That(settings.Problems, Is.Empty);
        Assert.That(settings.Options.Port, Is.EqualTo(1));
    }

    [Test]
    public void Read_OfABadValueThatAFlagReplaces_HasNoProblem()
    {
        // Kubernetes sets this one for a service named "chat".
        _environment["CHAT_PORT"] = "tcp://10.0.0.1:2428";

        Assert.That(Read("--port", "5").Problems, Is.Empty);
        Assert.That(Read().Problems, Is.EqualTo(new[] { "--port (from CHAT_PORT): 'tcp://10.0.0.1:2428' is not a number from 0 to 65535" }));
    }

    [Test]
    public void Read_OfTheEnvironment_SplitsListsAndSkipsWhatIsEmpty()
    {
        _environment["CHAT_LISTEN"] = "10.0.0.5, ::1";
        _environment["CHAT_PORT"] = "";

        var options = Read().Options;

        Assert.That(options.Listen, Is.EqualTo(new[] { IPAddress.Parse("10.0.0.5"), IPAddress.IPv6Loopback }));
        Assert.That(options.Port, Is.EqualTo(ServerOptions.DefaultPort));
    }

    [Test]
    public void Read_OfAFile_TakesCommentsListsAndPathsRelativeToIt()
    {
        _folder.Write("chatd.json", """
            {
                // for the third floor
                "listen": ["10.0.0.5", "::1"], "motd": "welcome.txt", "data": "sub/data", "rate-limit": "off", "name": null,
            }
            """);

        var settings = Read("--config", _folder["chatd.json"]);

        Assert.That(settings.Problems, Is.Empty);
        Assert.That(settings.Options.Listen, Has.Count.EqualTo(2));
        Assert.That(settings.Options.MotdFile, Is.EqualTo(_folder["welcome.txt"]));
        Assert.That(settings.Options.DataDirectory, Is.EqualTo(Path.GetFullPath(_folder["sub/data"])));
        Assert.That(settings.Options.RateLimit, Is.Null);
    }

    [TestCase("""{ "prot": 1 }""", "--config: {0} has an unknown key 'prot'; did you mean 'port'?")]
    [TestCase("""{ "Listen": "::1" }""", "--config: {0} has an unknown key 'Listen'; did you mean 'listen'?")]
    [TestCase("""{ "something-else": 1 }""", "--config: {0} has an unknown key 'something-else'")]
    [TestCase("""{ "port": 1, "port": 2 }""", "--config: {0} has the key 'port' more than once")]
    [TestCase("""{ "port": true }""", "--port (from 'port' in {0}): must be text or a number")]
    [TestCase("""{ "port": [1] }""", "--port (from 'port' in {0}): must be text or a number")]
    [TestCase("""{ "listen": [1, {}] }""", "--listen (from 'listen' in {0}): must be text, or an array of texts")]
    [TestCase("""{ "port": 1.5 }""", "--port (from 'port' in {0}): '1.5' is not a number from 0 to 65535")]
    [TestCase("""{ "name": "" }""", "--name (from 'name' in {0}): is empty")]
    [TestCase("""{ "port": 1,, }""", "--config: {0}, line 1, byte 13: ',' is an invalid start of a property name. Expected a '\"'")]
    [TestCase("[]", "--config: {0} is not a JSON object such as {{ \"port\": 2428 }}")]
    [TestCase("", "--config: {0} is not a JSON object such as {{ \"port\": 2428 }}")]
    public void Read_OfAFileWithAMistake_SaysWhereAndWhat(string json, string problem)
    {
        var file = _folder.Write("chatd.json", json);

        Assert.That(Read("--config", file).Problems, Is.EqualTo(new[] { string.Format(problem, file) }));
    }

    [Test]
    public void Read_OfAFileThatIsNotThere_SaysWhoNamedIt()
    {
        _environment["CHAT_CONFIG"] = _folder["none"];

        Assert.That(Read().Problems, Is.EqualTo(new[] { $"--config (from CHAT_CONFIG): cannot read {_folder["none"]}: it does not exist" }));
        Assert.That(Read("--config", _folder.Path).Problems, Is.EqualTo(new[] { $"--config: cannot read {_folder.Path}: it is a folder" }));
        Assert.That(Read("--config", "").Problems, Is.EqualTo(new[] { "--config: is empty" }));
    }

    [TestCase("listen", "1.2", "'1.2' is not an IP address of this machine, such as 192.168.1.20 or ::1")]
    [TestCase("listen", "localhost", "'localhost' is not an IP address of this machine, such as 192.168.1.20 or ::1")]
    [TestCase("listen", "[[::1]]", "'[[::1]]' is not an IP address of this machine, such as 192.168.1.20 or ::1")]
    [TestCase("listen", "127.0.0.1:80", "'127.0.0.1:80' has a port; that is given by --port")]
    [TestCase("listen", "[::1]:80", "'[::1]:80' has a port; that is given by --port")]
    [TestCase("port", "65536", "'65536' is not a number from 0 to 65535")]
    [TestCase("port", "-1", "'-1' is not a number from 0 to 65535")]
    [TestCase("port", "http", "'http' is not a number from 0 to 65535")]
    [TestCase("data", "a\0b", @"'a\u0000b' is not a path")]
    [TestCase("plaintext", "yes", "'yes' is not one of: loopback, any, none")]
    [TestCase("name", "a\u001b[2J", @"'a\u001b[2J' holds characters that cannot be shown", TestName = "{m}(an escape sequence)")]
    [TestCase("name", " a", "' a' begins or ends with a blank, or is nothing else")]
    [TestCase("motd", "a\0b", @"'a\u0000b' is not a path")]
    [TestCase("store", "redis", "'redis' is not one of: sqlite, memory")]
    [TestCase("durability", "none", "'none' is not one of: full, normal")]
    [TestCase("certificate", "\0", @"'\u0000' is not a path")]
    [TestCase("certificate-key", "\0", @"'\u0000' is not a path")]
    [TestCase("rate-limit", "50", "'50' is neither off nor N/s:BURST with numbers up to 1000000, such as 50/s:500")]
    [TestCase("connections-per-address", "0", "'0' is not a number from 1 to 1000000, nor off")]
    [TestCase("max-connections", "off", "'off' is not a number from 1 to 1000000")]
    [TestCase("registration", "all", "'all' is not one of: open, invite, closed")]
    [TestCase("guests", "some", "'some' is not one of: any, local, none")]
    [TestCase("rooms-per-user", "0", "'0' is not a number from 1 to 1000000")]
    [TestCase("new-rooms", "-1", "'-1' is not a number from 1 to 1000000, nor off")]
    [TestCase("log-level", "loud", "'loud' is not one of: verbose, debug, information, warning, error, fatal")]
    [TestCase("log-format", "xml", "'xml' is not one of: text, json")]
    public void Read_OfABadValue_SaysWhichAndWhy(string key, string value, string problem)
    {
        Assert.That(Read($"--{key}", value).Problems, Is.EqualTo(new[] { $"--{key}: {problem}" }));
    }

    [TestCase("open", "any")]
    [TestCase("invite", "local")]
    [TestCase("closed", "local")]
    public void Read_WithoutAPolicyForGuests_FollowsTheOneForUsers(string registration, string guests)
    {
        var options = Read("--registration", registration).Options;

        Assert.That(Settings.All.Single(setting => setting.Key == "guests").Show(options), Is.EqualTo(guests));
        Assert.That(Read("--registration", registration, "--guests", "none").Options.EffectiveAccess.Guests, Is.EqualTo(GuestPolicy.None));
    }

    [Test]
    public void Read_OfAnEmptyValue_SaysSoForEverySetting()
    {
        foreach (var setting in Settings.All)
        {
            Assert.That(Read(setting.Flag, "").Problems, Is.EqualTo(new[] { $"{setting.Flag}: is empty" }));
        }
    }

    [Test]
    public void Read_OfALongName_SaysHowLongItMayBe()
    {
        Assert.That(Read("--name", new string('ü', 33)).Problems.Single(), Does.EndWith("is longer than 64 bytes"));
        Assert.That(Read("--name", new string('ü', 32)).Problems, Is.Empty);
    }

    [Test]
    public void Read_OfSeveralMistakes_SaysThemAll()
    {
        _environment["CHAT_LOG_FORMAT"] = "xml";

        Assert.That(Read("--port", "x", "--store", "y").Problems, Has.Count.EqualTo(3));
    }

    [Test]
    [Platform(Exclude = "Win")]
    public void Read_OfTheHomeFolder_PutsItIn()
    {
        _environment["CHAT_DATA"] = "~/chat";

        Assert.That(Read().Options.DataDirectory, Does.EndWith("/chat").And.Not.Contain("~"));
    }

    [TestCase("lan-box", "lan-box")]
    [TestCase("  ", "chat")]
    [TestCase("", "chat")]
    [TestCase("a\u0007b\u202ec ", "abc")]
    public void DefaultName_OfAMachine_IsFitToBeShown(string machine, string name)
    {
        Assert.That(Defaults.Name(machine), Is.EqualTo(name));
        Assert.That(SettingValue.Name(name, ServerOptions.MaxName, out _), Is.EqualTo(name));
    }

    [Test]
    public void DefaultName_OfALongOne_IsCutBetweenCharacters()
    {
        Assert.That(Defaults.Name(new string('x', 63) + "ü"), Is.EqualTo(new string('x', 63)));
    }

    private EffectiveSettings Read(params string[] arguments)
    {
        var commandLine = CommandLine.Parse(arguments);
        Assert.That(commandLine.Errors, Is.Empty);
        return EffectiveSettings.Read(commandLine, name => _environment.GetValueOrDefault(name));
    }
}
