using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Administration.Control;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>What somebody would try who wants to be another, to read what is not for him, or to go on where he was put out.</summary>
[TestFixture]
public sealed partial class AttackTests : EndToEndTests
{
    private readonly List<ShownCertificate> _devices = [];

    [TearDown]
    public void Forget()
    {
        _devices.ForEach(static device => device.Dispose());
        _devices.Clear();
    }

    private static Task<DoneFrame> ModerateAsync(WireClient client, string? room, string action, string? nick = null, int? seconds = null) =>
        client.AskAsync<DoneFrame>(id => new ModerateFrame(id, room, action, nick, seconds));

    private static async Task<string> FailAsync(WireClient client, Func<uint, Frame> request) => (await client.FailAsync(request)).Code;

    private static async Task<string> LinkAsync(WireClient client) => (await client.AskAsync<LinkCodeFrame>(static id => new LinkFrame(id))).Code;

    private static HelloFrame Hello(uint id, string? nick, string? code = null, Guid? resume = null) => new(id, 1, "test/1", nick, code, resume);

    private static PostFrame Text(uint id, string room, string text = "hi") => new(id, Guid.NewGuid(), room, EventKind.Text, text);

    private ShownCertificate NewDevice()
    {
        var device = ShownCertificate.Ec();
        _devices.Add(device);
        return device;
    }

    private Task<WireClient> EnterNewAsync(string nick) => EnterAsync(nick, NewDevice());

    /// <summary>One more device of somebody who is here.</summary>
    private async Task<WireClient> AddDeviceAsync(WireClient owner, ShownCertificate? device = null, string? nick = null)
    {
        var code = await LinkAsync(owner);
        var added = await ConnectAsync(device ?? NewDevice());
        await added.AskAsync<WelcomeFrame>(id => Hello(id, nick ?? owner.Welcome!.Nick, code));
        return added;
    }

    /// <summary>What whoever runs the server does beside it.</summary>
    private async Task OrderAsync(ControlVerb verb, string nick)
    {
        var answer = await ControlClient.TryAskAsync(new ControlFiles(Server.DataFolder), new ControlRequest { Verb = verb, Nick = nick }, TimeProvider.System, CancellationToken.None);
        Assert.That(answer, Is.Not.Null.And.Property("Problem").Null);
    }
}
