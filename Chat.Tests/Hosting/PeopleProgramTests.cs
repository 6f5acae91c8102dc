using System.Text.RegularExpressions;
using Chat.Server.Hosting;
using Chat.Tests.Crashes;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Hosting;

/// <summary>The commands about people in the real program, and what the real client makes of what they print.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[Platform(Exclude = "Win")]
public sealed partial class PeopleProgramTests
{
    private static readonly string[] ForThisMachine = ["--listen", "127.0.0.1", "--port", "0"];

    [Test]
    public async Task Banner_OfAFirstStart_HasALinkThatMakesOneOperator()
    {
        using var folder = new TemporaryFolder();
        var data = folder["data"];
        using (var server = ChatdProcess.On(data, ForThisMachine))
        {
            await server.ReadyAsync();
            var link = Link().Match(server.Output).Value;
            using var alice = new ClientProcess(link, "--nick", "alice", "--data", folder["alice"]);
            await alice.TypeAsync(["hello"]);
            await alice.SeesAsync("#lobby <alice> hello");

            var listed = await ChatdProcess.RunAsync("operators", "--data", data);
            Assert.That((listed.Exit, listed.Output, listed.Errors), Is.EqualTo((ExitCode.Done, "alice                here\n", "")));

            using var bob = new ClientProcess(link, "--nick", "bob", "--data", folder["bob"]);
            Assert.That(await bob.EndAsync(), Is.EqualTo((int)Chat.Client.ExitCode.NotAllowed), "the link is used up");
            Assert.That(await alice.EndAsync(), Is.Zero);
            await server.SignalAsync("TERM");
            Assert.That((await server.ExitAsync(), await server.Errors), Is.EqualTo((ExitCode.Done, "")));
        }

        Assert.That(File.Exists(Path.Combine(data, "control.sock")), Is.False);
        var stopped = await ChatdProcess.RunAsync("operators", "--data", data);
        Assert.That((stopped.Exit, stopped.Errors), Is.EqualTo((ExitCode.Done, "")));
        Assert.That(stopped.Output, Does.Match(@"\Aalice +last here \d{4}-\d\d-\d\d\n\z"));

        using var again = ChatdProcess.On(data, ForThisMachine);
        await again.ReadyAsync();
        Assert.That(again.Output, Does.Not.Contain("code=").And.Not.Contain("perator"));
    }

    [Test]
    public async Task Invite_BesideARunningServer_BringsTheClientIntoItsRoomWithoutAQuestion()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess(ForThisMachine);
        await server.ReadyAsync();

        var invited = await ChatdProcess.RunAsync("invite", "--room", "#ideas", "--expires", "1h", "--data", server.Data);
        Assert.That(invited.Exit, Is.EqualTo(ExitCode.Done), invited.Errors);
        Assert.That(invited.Output, Does.Match(@"\Achat://localhost:\d+/#ideas\?pin=SHA256:[A-Za-z0-9+/]{43}&code=[0-9A-Z-]{24}\n\z"));
        Assert.That(invited.Errors, Does.Not.Contain("code="));

        using var alice = new ClientProcess(invited.Output.Trim(), "--nick", "alice", "--data", folder["alice"]);
        await alice.TypeAsync(["hello"]);
        await alice.SeesAsync("#ideas <alice> hello");
        Assert.That(await alice.EndAsync(), Is.Zero);
    }

    [Test]
    public async Task Invite_ToAServerForThoseInvited_LetsInAsManyAsItSays()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess([.. ForThisMachine, "--registration", "invite"]);
        var endpoint = await server.ReadyAsync();
        var invited = await ChatdProcess.RunAsync("invite", "--uses", "2", "--data", server.Data);
        Assert.That(invited.Exit, Is.EqualTo(ExitCode.Done), invited.Errors);

        using var stranger = new ClientProcess(endpoint, folder["stranger"], "stranger");
        Assert.That(await stranger.EndAsync(), Is.EqualTo((int)Chat.Client.ExitCode.NotAllowed));
        foreach (var nick in new[] { "alice", "bob" })
        {
            using var client = new ClientProcess(invited.Output.Trim(), "--nick", nick, "--data", folder[nick]);
            await client.TypeAsync(["hello"]);
            await client.SeesAsync($"#lobby <{nick}> hello");
            Assert.That(await client.EndAsync(), Is.Zero);
        }

        using var third = new ClientProcess(invited.Output.Trim(), "--nick", "third", "--data", folder["third"]);
        Assert.That(await third.EndAsync(), Is.EqualTo((int)Chat.Client.ExitCode.NotAllowed));
        using var again = new ClientProcess(endpoint, folder["alice"], "alice");
        await again.TypeAsync(["back"]);
        await again.SeesAsync("#lobby <alice> back");
    }

    [Test]
    public async Task Invite_ToAServerThatTakesNobodyNew_SaysThatItIsOfNoUseYet()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess([.. ForThisMachine, "--registration", "closed"]);
        await server.ReadyAsync();
        var invited = await ChatdProcess.RunAsync("invite", "--data", server.Data);

        Assert.That(invited.Errors, Does.Contain("--registration is 'closed', so this lets nobody in"));
        using var alice = new ClientProcess(invited.Output.Trim(), "--nick", "alice", "--data", folder["alice"]);
        Assert.That(await alice.EndAsync(), Is.EqualTo((int)Chat.Client.ExitCode.NotAllowed));
    }

    [Test]
    public async Task Invite_WithTheKeyOfAnotherServer_KeepsTheClientFromSayingAnything()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess(ForThisMachine);
        await server.ReadyAsync();
        var invited = await ChatdProcess.RunAsync("invite", "--data", server.Data);
        var forged = Pin().Replace(invited.Output.Trim(), "pin=SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU");

        using var client = new ClientProcess(forged, "--nick", "alice", "--data", folder["alice"]);
        Assert.That(await client.EndAsync(), Is.EqualTo((int)Chat.Client.ExitCode.Protocol));

        using var alice = new ClientProcess(invited.Output.Trim(), "--nick", "alice", "--data", folder["alice"]);
        await alice.TypeAsync(["hello"]);
        await alice.SeesAsync("#lobby <alice> hello");
    }

    [Test]
    public async Task Link_OfAUser_LetsAnotherDeviceInAsHim()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess(ForThisMachine);
        var endpoint = await server.ReadyAsync();
        using (var alice = new ClientProcess(endpoint, folder["lost"], "alice"))
        {
            await alice.TypeAsync(["hello"]);
            await alice.SeesAsync("#lobby <alice> hello");
            Assert.That(await alice.EndAsync(), Is.Zero);
        }

        var linked = await ChatdProcess.RunAsync("link", "alice", "--data", server.Data);
        Assert.That(linked.Exit, Is.EqualTo(ExitCode.Done), linked.Errors);
        Assert.That(linked.Output, Does.Match(@"\A[0-9A-Z-]{24}\n\z"));

        using var other = new ClientProcess($"127.0.0.1:{endpoint.Port}", "--nick", "alice", "--link", linked.Output.Trim(), "--data", folder["new"]);
        await other.TypeAsync(["hello"]);
        await other.SeesAsync("#lobby <alice> hello");
        Assert.That(await other.EndAsync(), Is.Zero);
    }

    [Test]
    public async Task Release_OfANickInUse_AsksForYes()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess(ForThisMachine);
        using var alice = new ClientProcess(await server.ReadyAsync(), folder["alice"], "alice");
        await alice.TypeAsync(["hello"]);
        await alice.SeesAsync("#lobby <alice> hello");

        var refused = await ChatdProcess.RunAsync("release", "alice", "--data", server.Data);
        Assert.That((refused.Exit, refused.Output), Is.EqualTo((ExitCode.Configuration, "")));
        Assert.That(refused.Errors, Does.Contain("--yes"));

        var released = await ChatdProcess.RunAsync("release", "alice", "--yes", "--data", server.Data);
        Assert.That(released.Exit, Is.EqualTo(ExitCode.Done), released.Errors);
        Assert.That(released.Errors, Does.Match(@"\Achatd: alice is free; who was called so is alice\d+ now"));
        await alice.TypeAsync(["still here"]);
        await alice.SeesAsync("still here");
    }

    [Test]
    public async Task Operators_OfAServerInMemory_CanBeMadeWhileItRuns()
    {
        using var folder = new TemporaryFolder();
        using var server = new ChatdProcess([.. ForThisMachine, "--store", "memory"]);
        using var alice = new ClientProcess(await server.ReadyAsync(), folder["alice"], "alice");
        await alice.TypeAsync(["hello"]);
        await alice.SeesAsync("#lobby <alice> hello");

        Assert.That((await ChatdProcess.RunAsync("operators", "add", "alice", "--data", server.Data)).Errors, Is.EqualTo("chatd: alice is an operator now\n"));
        Assert.That((await ChatdProcess.RunAsync("operators", "--data", server.Data)).Output, Does.StartWith("alice "));
        Assert.That((await ChatdProcess.RunAsync("operators", "link", "--data", server.Data)).Output, Does.StartWith("chat://localhost:"));
    }

    [Test]
    public async Task Commands_GivenManyTimesAtOnceWithoutAServer_AreAllDone()
    {
        using var folder = new TemporaryFolder();
        using (var server = ChatdProcess.On(folder.Path, ForThisMachine))
        {
            await server.ReadyAsync();
            await server.SignalAsync("KILL");
            await server.ExitAsync();
        }

        Assert.That(File.Exists(folder["control.sock"]), Is.True, "a server that is killed leaves its socket");
        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ChatdProcess.RunAsync("operators", "link", "--host", "chat.example.org", "--data", folder.Path)));

        Assert.That(made.Select(one => one.Exit), Has.All.EqualTo(ExitCode.Done), string.Concat(made.Select(one => one.Errors)));
        Assert.That(made.Select(one => one.Output), Is.Unique.And.All.StartsWith("chat://chat.example.org/?pin=SHA256:"));
        var check = await ChatdProcess.RunAsync("check", "--data", folder.Path);
        Assert.That(check.Exit, Is.EqualTo(ExitCode.Done), check.Output);
    }

    [GeneratedRegex("chat://[^']*code=[^']*")]
    private static partial Regex Link();

    [GeneratedRegex("pin=[^&]*")]
    private static partial Regex Pin();
}
