using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Sequencing;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>A group that is taken back leaves the state as it was, whatever was in it.</summary>
[TestFixture]
internal sealed class UndoTests
{
    /// <summary>Every kind of command, in forms that change something.</summary>
    private static IEnumerable<TestCaseData> Changes()
    {
        yield return Case("Enter", world => [world.Bench.EnterOf(world.Bench.Connect(), "zoe")]);
        yield return Case("Enter_ResumeOfOneWhoIsHere", world => [world.Bench.EnterOf(world.Bench.Connect(), null, world.Alice.Secret)]);
        yield return Case("Enter_ResumeOfOneWhoHasGone", world => [world.Bench.EnterOf(world.Bench.Connect(), null, world.GoneSecret)]);
        yield return Case("Enter_ResumeUnderAnotherNick", world => [world.Bench.EnterOf(world.Bench.Connect(), "Gone"), world.Bench.EnterOf(world.Bench.Connect(), null, world.GoneSecret)]);
        yield return Case("Exit", world => [TurnBench.Exit(world.Alice)]);
        yield return Case("Exit_AwayAndAloneInARoom", world => [TurnBench.Exit(world.Carol)]);
        yield return Case("Join_NewRoom", world => [world.Bench.Join(world.Alice, "#new")]);
        yield return Case("Join_KnownRoom", world => [world.Bench.Join(world.Carol, "#one", 0)]);
        yield return Case("Join_NewConversation", world => [world.Bench.Join(world.Alice, "@carol")]);
        yield return Case("Join_Notebook", world => [world.Bench.Join(world.Alice, "@alice")]);
        yield return Case("Join_HiddenConversation", world => [world.Bench.Join(world.Bob, "@alice")]);
        yield return Case("Leave", world => [world.Bench.Leave(world.Alice, "#one")]);
        yield return Case("Leave_LastOfAnEmptyRoom", world => [world.Bench.Leave(world.Carol, "#empty")]);
        yield return Case("Leave_Conversation", world => [world.Bench.Leave(world.Alice, "@bob")]);
        yield return Case("Post", world => [world.Bench.Post(world.Alice, "#one")]);
        yield return Case("Post_NewConversation", world => [world.Bench.Post(world.Alice, "@carol")]);
        yield return Case("Post_HiddenConversation", world => [world.Bench.Post(world.Alice, "@bob")]);
        yield return Case("Post_Topic", world => [world.Bench.Post(world.Alice, "#one", "of the day", EventKind.Topic)]);
        yield return Case("Post_NoTopic", world => [world.Bench.Post(world.Alice, "#one", "", EventKind.Topic)]);
        yield return Case("Post_Edit", world => [world.Bench.Post(world.Alice, "#one", "better", EventKind.Edit, 1)]);
        yield return Case("Post_Delete", world => [world.Bench.Post(world.Alice, "#one", "", EventKind.Delete, 1)]);
        yield return Case("Post_DeleteOfANewOne", world => [world.Bench.Post(world.Alice, "#one"), world.Bench.Post(world.Alice, "#one", "", EventKind.Delete, 6)]);
        yield return Case("Post_TooFast", world => [world.Bench.Post(world.Alice, "#one") with { Delay = 500 }]);
        yield return Case("Post_Unprepared", world => [world.Bench.Post(world.Alice, "#one") with { IsUnprepared = true }]);
        yield return Case("Post_AgainAfterFailure", world => [world.Bench.Post(world.Bob, "#one", key: world.FailedKey)]);
        yield return Case("Post_Mention", world => [world.Bench.Post(world.Alice, "#one", "@bob")]);
        yield return Case("Post_MentionInAConversation", world => [world.Bench.Post(world.Alice, "@bob", "@bob")]);
        yield return Case("Post_EditWithAnotherMention", world => [world.Bench.Post(world.Alice, "#one", "@dan", EventKind.Edit, 5)]);
        yield return Case("Post_DeleteOfAMention", world => [world.Bench.Post(world.Alice, "#one", "", EventKind.Delete, 5)]);
        yield return Case("Read", world => [world.Bench.Read(world.Bob, "#one", 2)]);
        yield return Case("Read_Mentions", world => [world.Bench.Read(world.Alice, "#one", 4)]);
        yield return Case("Read_Further", world => [world.Bench.Read(world.Alice, "#one", 2), world.Bench.Read(world.Alice, "#one", 3)]);
        yield return Case("Leave_WithMarkAndMention", world => [world.Bench.Read(world.Alice, "#one", 2), world.Bench.Leave(world.Alice, "#one")]);
        yield return Case("Post_OfOneWithMarkAndMention", world => [world.Bench.Post(world.Dan, "#one")]);
        yield return Case("Exit_WithMark", world => [TurnBench.Exit(world.Dan)]);
        yield return Case("Away", world => [world.Bench.Away(world.Alice, "lunch")]);
        yield return Case("Away_Back", world => [world.Bench.Away(world.Carol, null)]);
        yield return Case("Nick", world => [world.Bench.Rename(world.Alice, "Aida")]);
        yield return Case("Nick_OtherCase", world => [world.Bench.Rename(world.Alice, "ALICE")]);
        yield return Case("Nick_Swap", world =>
            [world.Bench.Rename(world.Alice, "tmp"), world.Bench.Rename(world.Bob, "alice"), world.Bench.Rename(world.Alice, "bob")]);
        yield return Case("Enter_NewDevice", world => [world.Bench.EnterOf(world.Bench.Connect(), "zoe", TurnBench.DeviceOf(9))]);
        yield return Case("Enter_KnownDevice", world => [world.Bench.EnterOf(world.Bench.Connect(), null, TurnBench.DeviceOf(1))]);
        yield return Case("Enter_KnownDeviceOfOneWhoIsHere", world => [world.Bench.EnterOf(world.Bench.Connect(), null, TurnBench.DeviceOf(3))]);
        yield return Case("Enter_LinkCode", world => [world.Bench.EnterOf(world.Bench.Connect(), "dora", TurnBench.DeviceOf(9), world.LinkCode)]);
        yield return Case("Enter_Invitation", world => [world.Bench.EnterOf(world.Bench.Connect(), "zoe", TurnBench.DeviceOf(9), world.Invitation)]);
        yield return Case("Enter_OperatorCode", world => [world.Bench.EnterOf(world.Bench.Connect(), null, TurnBench.DeviceOf(1), world.OperatorCode)]);
        yield return Case("Enter_WrongCode", world => [world.Bench.EnterOf(world.Bench.Connect(), "dora", TurnBench.DeviceOf(9), "wrong")]);
        yield return Case("Exit_Registered", world => [TurnBench.Exit(world.Edith)]);
        yield return Case("Nick_Registered", world => [world.Bench.Rename(world.Edith, "Ede")]);
        yield return Case("Nick_BackToAFormerOne", world => [world.Bench.Rename(world.Edith, "edie")]);
        yield return Case("Link", world => [world.Bench.Link(world.Edith)]);
        yield return Case("Link_OneTooMany", world => [.. Enumerable.Range(0, 6).Select(_ => world.Bench.Link(world.Edith))]);
        yield return Case("Unlink", world => [world.Bench.Unlink(world.Edith, 4)]);
        yield return Case("Unlink_OfTheDeviceThatAsks", world => [world.Bench.Unlink(world.Edith, 3)]);
        yield return Case("IssueCode", _ => [new IssueCodeCommand(CodePurpose.Invitation, null, null, 2, 1_000)]);
        yield return Case("Release", _ => [new ReleaseCommand(TurnBench.NickOf("edith"), true)]);
        yield return Case("Release_AFormerOne", _ => [new ReleaseCommand(TurnBench.NickOf("edie"), false)]);
        yield return Case("SetOperator", _ => [new SetOperatorCommand(TurnBench.NickOf("edith"), true)]);
        yield return Case("Block", world => [world.Bench.Block(world.Alice, "bob")]);
        yield return Case("Block_Off", world => [world.Bench.Block(world.Bob, "carol", false)]);
        yield return Case("Join_NewRoomOfOnesOwn", world => [world.Bench.Join(world.Olga, "#new")]);
        yield return Case("Join_ByInvitation", world => [world.Bench.Join(world.Bob, "#hall")]);
        yield return Case("Moderate_Kick", world => [world.Bench.Moderate(world.Olga, "#hall", "kick", "carol")]);
        yield return Case("Moderate_KickOfOneWhoHasGone", world => [world.Bench.Moderate(world.Olga, "#hall", "kick", "gone")]);
        yield return Case("Moderate_Ban", world => [world.Bench.Moderate(world.Olga, "#hall", "ban", "max", 60, "why")]);
        yield return Case("Moderate_BanAnew", world => [world.Bench.Moderate(world.Olga, "#hall", "ban", "alice", 60, "why")]);
        yield return Case("Moderate_BanOfOneWhoIsInvited", world => [world.Bench.Moderate(world.Olga, "#hall", "ban", "bob")]);
        yield return Case("Moderate_Unban", world => [world.Bench.Moderate(world.Olga, "#hall", "unban", "alice")]);
        yield return Case("Moderate_Mute", world => [world.Bench.Moderate(world.Olga, "#hall", "mute", "max")]);
        yield return Case("Moderate_Unmute", world => [world.Bench.Moderate(world.Olga, "#hall", "unmute", "carol")]);
        yield return Case("Moderate_Moderator", world => [world.Bench.Moderate(world.Olga, "#hall", "moderator", "mia")]);
        yield return Case("Moderate_Member", world => [world.Bench.Moderate(world.Olga, "#hall", "member", "max")]);
        yield return Case("Moderate_Owner", world => [world.Bench.Moderate(world.Olga, "#hall", "owner", "max")]);
        yield return Case("Moderate_Invite", world => [world.Bench.Moderate(world.Olga, "#hall", "invite", "zed")]);
        yield return Case("Moderate_InviteToAPublicRoom", world => [world.Bench.Moderate(world.Alice, "#one", "invite", "zed")]);
        yield return Case("Moderate_Public", world => [world.Bench.Moderate(world.Olga, "#hall", "public")]);
        yield return Case("Moderate_ServerBan", world => [world.Bench.Moderate(world.Olga, null, "ban", "max"), world.Bench.Moderate(world.Olga, null, "ban", "carol")]);
        yield return Case("Moderate_ServerBanOfAnOperator", world => [world.Bench.Moderate(world.Olga, null, "moderator", "max"), world.Bench.Moderate(world.Olga, null, "ban", "max")]);
        yield return Case("Moderate_ServerUnban", world => [world.Bench.Moderate(world.Olga, null, "unban", "barred")]);
        yield return Case("Moderate_ServerMute", world => [world.Bench.Moderate(world.Olga, null, "mute", "max", 60)]);
        yield return Case("Moderate_ServerKick", world => [world.Bench.Moderate(world.Olga, null, "kick", "max"), world.Bench.Moderate(world.Olga, null, "kick", "bob")]);
        yield return Case("Moderate_OperatorNoMore", world => [world.Bench.Moderate(world.Olga, null, "member", "olga")]);
        yield return Case("All", world =>
        [
            world.Bench.Post(world.Alice, "#one"),
            world.Bench.Leave(world.Alice, "#one"),
            world.Bench.Join(world.Alice, "#empty"),
            world.Bench.Leave(world.Carol, "#empty"),
            world.Bench.Leave(world.Alice, "#empty"),
            world.Bench.Join(world.Bob, "#empty"),
            world.Bench.EnterOf(world.Bench.Connect(), null, world.GoneSecret),
            TurnBench.Exit(world.Bob),
            world.Bench.EnterOf(world.Bench.Connect(), "bob"),
            world.Bench.EnterOf(world.Bench.Connect(), null, world.Bob.Secret),
        ]);
    }

    /// <summary>Commands that look and do not touch.</summary>
    private static IEnumerable<TestCaseData> Looks()
    {
        yield return Case("Refuse", world => [world.Bench.Refuse(world.Alice, ErrorCodes.BadField)]);
        yield return Case("Ping", world => [TurnBench.Ping(world.Alice)]);
        yield return Case("Rooms", world => [world.Bench.Rooms(world.Alice)]);
        yield return Case("Mine", world => [world.Bench.Mine(world.Alice)]);
        yield return Case("Members", world => [world.Bench.Members(world.Alice, "#one")]);
        yield return Case("Resolve", world => [TurnBench.Resolve(world.Alice, "#one")]);
        yield return Case("History", world => [world.Bench.History(world.Alice, "#one")]);
        yield return Case("Search", world => [world.Bench.Search(world.Alice, "word")]);
        yield return Case("Type", world => [TurnBench.Type(world.Alice, "#one")]);
        yield return Case("Read_Before", world => [world.Bench.Read(world.Dan, "#one", 2), world.Bench.Read(world.Dan, "#one", 1), world.Bench.Read(world.Dan, "#one", 0)]);
        yield return Case("Read_BeyondTheHead", world => [world.Bench.Read(world.Alice, "#one", 6)]);
        yield return Case("Read_NotMember", world => [world.Bench.Read(world.Carol, "#one", 1)]);
        yield return Case("TakeMarks", _ => [new TakeMarksCommand(new TaskCompletionSource<KeptMarks?>())]);
        yield return Case("Whois", world => [world.Bench.Whois(world.Alice, "bob")]);
        yield return Case("Devices", world => [world.Bench.Devices(world.Edith)]);
        yield return Case("Unlink_Unknown", world => [world.Bench.Unlink(world.Edith, 99)]);
        yield return Case("Operators", _ => [new OperatorsCommand()]);
        yield return Case("Enter_NewDeviceTakenNick", world => [world.Bench.EnterOf(world.Bench.Connect(), "dora", TurnBench.DeviceOf(9))]);
        yield return Case("Enter_TakenNick", world => [world.Bench.EnterOf(world.Bench.Connect(), "alice")]);
        yield return Case("Nick_Taken", world => [world.Bench.Rename(world.Alice, "bob")]);
        yield return Case("Join_LogChanged", world => [world.Bench.Join(world.Alice, "#nowhere", log: world.Bench.NewId())]);
        yield return Case("Post_NotMember", world => [world.Bench.Post(world.Carol, "#one")]);
        yield return Case("Join_Banned", world => [world.Bench.Join(world.Alice, "#hall")]);
        yield return Case("Post_Muted", world => [world.Bench.Post(world.Carol, "#hall")]);
        yield return Case("Enter_Banned", world => [world.Bench.EnterOf(world.Bench.Connect(), "other", world.BarredSecret)]);
        yield return Case("Moderate_Forbidden", world => [world.Bench.Moderate(world.Carol, "#hall", "kick", "max"), world.Bench.Moderate(world.Alice, null, "kick", "bob")]);
        yield return Case("Moderate_WithoutEffect", world => [world.Bench.Moderate(world.Olga, "#hall", "unmute", "max"), world.Bench.Moderate(world.Olga, "#hall", "private")]);
        yield return Case("Exit_Unknown", world => [TurnBench.Exit(world.Bench.Connect())]);
        yield return Case("Post_FromNobody", world => [world.Bench.Post(world.Bench.Connect(), "#one")]);
    }

    [TestCaseSource(nameof(Changes))]
    public void Undo_OfATurnThatChanges_RestoresEverything(Func<World, Command[]> turns)
    {
        var world = new World();
        var commands = turns(world);
        var group = world.Bench.Sequencer.Begin(world.Bench.Now, world.Bench.Floor);
        var before = StateDigest.Of(world.Bench.Sequencer);
        foreach (var command in commands)
        {
            world.Bench.Sequencer.Apply(command, group);
        }

        Assert.That(StateDigest.Of(world.Bench.Sequencer), Is.Not.EqualTo(before), "The case changes nothing.");

        Undo(world.Bench.Sequencer, group);

        Assert.That(StateDigest.Of(world.Bench.Sequencer), Is.EqualTo(before));
    }

    [TestCaseSource(nameof(Looks))]
    public void Apply_OfATurnThatLooks_ChangesNothing(Func<World, Command[]> turns)
    {
        var world = new World();
        var commands = turns(world);
        var before = StateDigest.Of(world.Bench.Sequencer);

        world.Bench.Decide(commands);

        Assert.That(StateDigest.Of(world.Bench.Sequencer), Is.EqualTo(before));
    }

    [Test]
    public void Cases_OfChangesAndLooks_HaveEveryKindOfCommand()
    {
        var world = new World();
        var covered = Changes().Concat(Looks()).SelectMany(data => ((Func<World, Command[]>)data.Arguments[0]!)(world)).Select(command => command.GetType());
        var kinds = typeof(Command).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Command)) && !type.IsAbstract);

        Assert.That(kinds, Is.SubsetOf(covered));
    }

    [Test]
    public void Undo_OfManySessionsOfOneGuest_ForgetsNoSecret()
    {
        var world = new World();
        for (var i = 1; i < UserDirectory.MaxSecrets; i++)
        {
            world.Bench.Enter(null, world.Alice.Secret);
        }

        var before = StateDigest.Of(world.Bench.Sequencer);
        Undo(world.Bench.Sequencer, world.Bench.Decide(world.Bench.EnterOf(world.Bench.Connect(), null, world.Alice.Secret)));

        Assert.That(StateDigest.Of(world.Bench.Sequencer), Is.EqualTo(before));
        Assert.That(world.Bench.Enter(null, world.Alice.Secret).Nick, Is.EqualTo("alice"));
    }

    private static void Undo(Sequencer sequencer, Group group) => sequencer.Undo(group);

    private static TestCaseData Case(string name, Func<World, Command[]> turns) => new TestCaseData(turns).SetName(name);

    /// <summary>Some people in some rooms, with a little of everything that a turn can find.</summary>
    internal sealed class World
    {
        public World()
        {
            Alice = Bench.Enter("alice");
            Bob = Bench.Enter("bob");
            Carol = Bench.Enter("carol");
            var gone = Bench.Enter("gone");
            GoneSecret = gone.Secret;
            FailedKey = Bench.NewId();
            Bench.Do(Bench.Join(Alice, "#one"), Bench.Join(Bob, "#one"), Bench.Join(gone, "#one"), Bench.Join(Carol, "#empty"));
            Bench.Do(Bench.Post(Alice, "#one"), Bench.Post(Bob, "#one"), Bench.Post(Alice, "#one", "before", EventKind.Topic));
            Bench.Do(Bench.Post(Alice, "@bob"), Bench.Post(gone, "@alice"), Bench.Post(gone, "@bob"));
            Bench.Do(Bench.Leave(Bob, "@alice"), Bench.Block(Bob, "carol"), Bench.Away(Carol, "away"), TurnBench.Exit(gone));
            Dan = Bench.Enter("dan");
            Bench.Do(Bench.Join(Dan, "#one"), Bench.Post(Bob, "#one", "@alice @dan"), Bench.Post(Alice, "#one", "@bob"), Bench.Read(Dan, "#one", 2));
            Bench.Do(Bench.Post(Bob, "#one", key: FailedKey) with { Delay = 60_000 });
            var dora = Bench.Enter("dora", 1);
            LinkCode = Bench.Ask<LinkCodeFrame>(Bench.Link(dora)).Code;
            Bench.Do(Bench.Join(dora, "#one"), TurnBench.Exit(dora));
            Edith = Bench.Enter("edie", 3);
            Bench.Enter("edie", 4, Bench.Ask<LinkCodeFrame>(Bench.Link(Edith)).Code);
            Bench.Do(Bench.Rename(Edith, "edith"), Bench.Join(Edith, "#one"), Bench.Post(Edith, "@dora"));
            (Invitation, OperatorCode) = (Bench.CodeFor(CodePurpose.Invitation, room: "#hall", uses: 2), Bench.CodeFor(CodePurpose.Operator));
            Bench.Now += 1_000;
            Olga = Bench.RegisterOperator("olga");
            var barred = Bench.Enter("barred", new PeerAddress(9));
            BarredSecret = barred.Secret;
            Bench.Do(Bench.Join(Olga, "#hall"), Bench.Join(Bench.Register("max"), "#hall"), Bench.Join(Bench.Register("mia"), "#hall"));
            Bench.Register("zed");
            var away = Bench.Enter(null, GoneSecret);
            Bench.Do(Bench.Join(away, "#hall"), TurnBench.Exit(away), Bench.Join(Carol, "#hall"));
            Bench.Do(Bench.Moderate(Olga, "#hall", "private"), Bench.Moderate(Olga, "#hall", "moderator", "max"), Bench.Moderate(Olga, "#hall", "invite", "bob"));
            Bench.Do(Bench.Moderate(Olga, "#hall", "ban", "alice", 3_000), Bench.Moderate(Olga, "#hall", "mute", "carol"), Bench.Moderate(Olga, null, "ban", "barred"));
        }

        public TurnBench Bench { get; } = new();

        public Guest Alice { get; }

        public Guest Bob { get; }

        public Guest Carol { get; }

        /// <summary>A registered user, here with the devices 3 and 4, who was called "edie" before.</summary>
        public Guest Edith { get; }

        /// <summary>A code for another device of dora's, who has the device 1 and is not here.</summary>
        public string LinkCode { get; }

        public string Invitation { get; }

        public string OperatorCode { get; }

        /// <summary>Of whom nothing is kept.</summary>
        public Guest Dan { get; }

        /// <summary>Owner of the private room, and operator.</summary>
        public Guest Olga { get; }

        public Guid GoneSecret { get; }

        public Guid BarredSecret { get; }

        /// <summary>The key of a post of Bob's that he was told to send again.</summary>
        public Guid FailedKey { get; }
    }
}
