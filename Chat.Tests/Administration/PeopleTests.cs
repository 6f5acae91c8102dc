using Chat.Protocol.Names;
using Chat.Server.Administration;
using Chat.Server.Administration.Control;
using NUnit.Framework;

namespace Chat.Tests.Administration;

/// <summary>What the commands about people ask the house, and what they make of its answer.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class PeopleTests : IDisposable
{
    private readonly StoreBench _bench = new();
    private readonly FakeHouse _house = new();
    private readonly Workplace _place;

    public PeopleTests()
    {
        _place = _bench.Place with { House = _house };
    }

    public void Dispose() => _bench.Dispose();

    [Test]
    public async Task Invitation_PrintsTheLinkAndNothingElse()
    {
        _house.Answer = _house.Answer with { EndsAt = StoreBench.Start };
        await new Invitation(_place).RunAsync(InviteChoice.Parse("#ideas", "3", "2h"), null, CancellationToken.None);

        Assert.That(_house.Asked, Is.EqualTo(new[] { new ControlRequest { Verb = ControlVerb.Invite, Room = "#ideas", Uses = 3, Seconds = 7200 } }));
        Assert.That(_bench.Printed, Is.EqualTo(new[] { FakeHouse.Place.LinkTo("#ideas", _house.Answer.Code) }));
        Assert.That(_bench.Told.Single(), Does.Contain("3 people").And.Contain("2026-11-18").And.Not.Contain(_house.Answer.Code));
    }

    [Test]
    public async Task Invitation_ByAnotherName_NamesThat()
    {
        await new Invitation(_place).RunAsync(InviteChoice.Parse(null, null, "never"), HostName.Parse("chat.example.org:77"), CancellationToken.None);

        Assert.That(_bench.Printed.Single(), Does.StartWith("chat://chat.example.org:77/?pin=SHA256:"));
        Assert.That(_bench.Told.Single(), Does.Contain("until it is used"));
    }

    [Test]
    public async Task Invitation_OfAServerThatOthersCannotReach_SaysSo()
    {
        _house.Answer = _house.Answer with { Place = FakeHouse.Place with { Host = "localhost", IsLocal = true } };
        await new Invitation(_place).RunAsync(InviteChoice.Parse(null, null, null), null, CancellationToken.None);

        Assert.That(_bench.Told, Has.One.Contains("this machine only"));
    }

    [Test]
    public async Task Invitation_WithoutAServer_SaysWhereTheLinkIsFrom()
    {
        _house.Answer = _house.Answer with { Place = FakeHouse.Place with { IsExpected = true } };
        await new Invitation(_place).RunAsync(InviteChoice.Parse(null, null, null), null, CancellationToken.None);

        Assert.That(_bench.Told, Has.One.Contains("no server runs"));
    }

    [Test]
    public async Task DeviceLink_PrintsTheCodeAndSaysWhatToTypeWhere()
    {
        await new DeviceLink(_place).RunAsync(NickOf("alice"), null, CancellationToken.None);

        Assert.That(_bench.Printed, Is.EqualTo(new[] { _house.Answer.Code }));
        Assert.That(_bench.Told[0], Does.Contain($"chat '{FakeHouse.Place.LinkTo(null, null)}' --nick alice --link"));
        Assert.That(string.Concat(_bench.Told), Does.Not.Contain(_house.Answer.Code));
    }

    [TestCase(true, "who was called so is alice2 now")]
    [TestCase(false, "a former nick of alice2")]
    public async Task NickRelease_SaysWhoseItWas(bool isCurrent, string told)
    {
        _house.Answer = new ControlAnswer { Nick = "alice2", IsChanged = isCurrent };
        await new NickRelease(_place).RunAsync(NickOf("alice"), isCurrent, CancellationToken.None);

        Assert.That(_house.Asked, Is.EqualTo(new[] { new ControlRequest { Verb = ControlVerb.Release, Nick = "alice", MayRename = isCurrent } }));
        Assert.That(_bench.Told.Single(), Does.Contain(told));
    }

    [Test]
    public async Task Operators_Listed_AreALineEach()
    {
        _house.Answer = new ControlAnswer { Operators = [new OperatorEntry("alice", null), new OperatorEntry("b\u001b[2J", StoreBench.Start)], OperatorCount = 5 };
        await new Operators(_place).ListAsync(CancellationToken.None);

        Assert.That(_bench.Printed, Is.EqualTo(new[] { "alice                here", @"b\u001b[2J           last here 2026-11-18" }));
        Assert.That(_bench.Told, Is.EqualTo(new[] { "and 3 more" }));
    }

    [TestCase(true, "is out and unused")]
    [TestCase(false, "there are none")]
    public async Task Operators_WithoutAny_SaysHowToGetOne(bool hasCode, string told)
    {
        _house.Answer = new ControlAnswer { HasOperatorCode = hasCode };
        await new Operators(_place).ListAsync(CancellationToken.None);

        Assert.That(_bench.Printed, Is.Empty);
        Assert.That(_bench.Told.Single(), Does.Contain(told).And.Contain("'chatd operators link'"));
    }

    [TestCase(true, true, "is an operator now")]
    [TestCase(true, false, "was an operator already")]
    [TestCase(false, true, "is no operator any more")]
    [TestCase(false, false, "was no operator")]
    public async Task Operators_Set_SayWhatCameOfIt(bool isOperator, bool isChanged, string told)
    {
        _house.Answer = new ControlAnswer { IsChanged = isChanged, OperatorCount = 1 };
        await new Operators(_place).SetAsync(NickOf("alice"), isOperator, CancellationToken.None);

        Assert.That(_house.Asked.First().Verb, Is.EqualTo(isOperator ? ControlVerb.AddOperator : ControlVerb.RemoveOperator));
        Assert.That(_bench.Told.Single(), Is.EqualTo($"alice {told}"));
    }

    [Test]
    public async Task Operators_WithoutTheirLastOne_AreNobody_AndItSaysHowToMakeOne()
    {
        _house.Answer = new ControlAnswer { IsChanged = true, OperatorCount = 0 };
        await new Operators(_place).SetAsync(NickOf("alice"), false, CancellationToken.None);

        Assert.That(_bench.Told, Has.Count.EqualTo(2));
        Assert.That(_bench.Told[1], Does.StartWith("nobody is an operator now").And.Contain("'chatd operators add NICK'").And.Contain("'chatd operators link'"));
    }

    [Test]
    public async Task Invitation_OfWhichThereIsSomethingToKnow_SaysIt()
    {
        _house.Answer = _house.Answer with { Note = "nobody gets in" };
        await new Invitation(_place).RunAsync(InviteChoice.Parse(null, null, null), null, CancellationToken.None);

        Assert.That(_bench.Told, Has.Some.EqualTo("nobody gets in"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Commands_ThatTheHouseRefuses_PrintNothing(bool isTemporary)
    {
        _house.Answer = ControlAnswer.Refusal("no", isTemporary);

        Assert.That(
            async () => await new Operators(_place).LinkAsync(null, CancellationToken.None),
            Throws.TypeOf<CommandException>().With.Message.EqualTo("no").And.Property(nameof(CommandException.IsTemporary)).EqualTo(isTemporary));
        Assert.That(_bench.Printed, Is.Empty);
    }

    private static Nick NickOf(string text) => Nick.TryParse(text, out var nick) ? nick : throw new ArgumentException(text);
}
