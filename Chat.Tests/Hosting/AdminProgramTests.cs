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
}
