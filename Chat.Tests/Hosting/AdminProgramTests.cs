using Chat.Protocol.Frames;
using Chat.Server.Hosting;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

/// <summary>The commands in the real program, beside a real server.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class AdminProgramTests
{
    private static readonly string[] ForThisMachine = ["--listen", "127.0.0.1", "--port", "0"];

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Backup_BesideARunningServer_IsSoundAndCanBeServed()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess(ForThisMachine);
        await using var client = await WireClient.EnterAsync(await server.ReadyAsync(), "alice", tls: true);
        await client.JoinAsync("#lobby");
        await client.PostAsync("#lobby", "keep this");

        var backup = await ChatdProcess.RunAsync("backup", folder["chat.db"], "--data", server.Data);
        Assert.That(backup.Exit, Is.EqualTo(ExitCode.Done), backup.Errors);
        Assert.That(backup.Output, Is.Empty);
        Assert.That(backup.Errors, Does.Match(@"\Achatd: [^\n]+ is a backup of [^\n]+\n\z"));

        foreach (var data in new[] { server.Data, folder.Path })
        {
            var check = await ChatdProcess.RunAsync("--data", data, "check");
            Assert.That(check.Exit, Is.EqualTo(ExitCode.Done), check.Output);
            Assert.That(check.Output, Does.Contain("1 rooms, 0 conversations, 1 users; 1 events").And.EndsWith("sound\n"));
            Assert.That(check.Errors, Is.Empty);
        }

        await server.SignalAsync("TERM");
        Assert.That(await server.ExitAsync(), Is.EqualTo(ExitCode.Done));
        Assert.That(await server.Errors, Is.Empty);
    }

    [Test]
    [Platform(Exclude = "Win")]
    public async Task Restore_OfABackup_IsServedWithEverythingThatWasSaidBefore()
    {
        using var folder = new TemporaryFolder();
        Guid former;
        using (var server = new ChatdProcess(ForThisMachine))
        {
            await using var client = await WireClient.EnterAsync(await server.ReadyAsync(), "alice", tls: true);
            former = (await client.JoinAsync("#lobby")).Log;
            await client.PostAsync("#lobby", "keep this");
            Assert.That((await ChatdProcess.RunAsync("backup", folder["saved.db"], "--data", server.Data)).Exit, Is.EqualTo(ExitCode.Done));

            var beside = await ChatdProcess.RunAsync("restore", folder["saved.db"], "--data", server.Data);
            Assert.That((beside.Exit, beside.Errors), Is.EqualTo((ExitCode.Configuration, $"chatd: --data: {server.Data} is in use by another chatd; stop that one, or give this one another folder\n")));
        }

        var restored = await ChatdProcess.RunAsync("restore", folder["saved.db"], "--data", folder["data"]);
        Assert.That(restored.Exit, Is.EqualTo(ExitCode.Done), restored.Errors);

        using var other = ChatdProcess.On(folder["data"], ForThisMachine);
        await using var reader = await WireClient.EnterAsync(await other.ReadyAsync(), "bob", tls: true);
        var joined = await reader.JoinAsync("#lobby");
        Assert.That(joined.Head, Is.EqualTo(1));
        Assert.That(joined.Log, Is.Not.EqualTo(former));
        var page = await reader.AskAsync<PageFrame>(id => new HistoryFrame(id, "#lobby", null, null, 10));
        Assert.That(page.Events.Select(e => e.Text), Is.EqualTo(new[] { "keep this" }));
    }

    [Test]
    public async Task Export_BesideARunningServer_CanBeImportedElsewhere()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess(ForThisMachine);
        await using var client = await WireClient.EnterAsync(await server.ReadyAsync(), "alice", tls: true);
        await client.JoinAsync("#lobby");
        await client.PostAsync("#lobby", "grüße");

        var exported = await ChatdProcess.RunAsync("export", "--room", "#lobby", "--data", server.Data);
        Assert.That((exported.Exit, exported.Errors), Is.EqualTo((ExitCode.Done, "")));
        Assert.That(exported.Output, Does.Contain("\"text\":\"grüße\"").And.EndsWith("{\"type\":\"end\",\"rooms\":1,\"events\":1}\n"));

        var imported = await ChatdProcess.RunWithAsync(exported.Output, "import", "-", "--data", folder["data"]);
        Assert.That(imported.Exit, Is.EqualTo(ExitCode.Done), imported.Errors);
        Assert.That(imported.Output, Is.Empty);

        using var other = ChatdProcess.On(folder["data"], ForThisMachine);
        await using var reader = await WireClient.EnterAsync(await other.ReadyAsync(), "alice", tls: true);
        Assert.That((await reader.JoinAsync("#lobby")).Head, Is.EqualTo(1));
        var page = await reader.AskAsync<PageFrame>(id => new HistoryFrame(id, "#lobby", null, null, 10));
        Assert.That(page.Events.Select(e => e.Text), Is.EqualTo(new[] { "grüße" }));
    }
}
