using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Log;
using Chat.Server.Log.SystemEvents;
using NUnit.Framework;

namespace Chat.Tests.Simulation;

/// <summary>The checker bites: what it is there to find, it finds.</summary>
[TestFixture]
public sealed class MutantTests
{
    private const int Seeds = 40;

    private static IEnumerable<TestCaseData> Mutants()
    {
        yield return Case("an event skipped", "comes", () => new FrameMutant(20, static (_, _, frame) => frame is EventFrame ? [] : null));
        yield return Case("an event doubled", "comes", () => new FrameMutant(20, static (_, _, frame) => frame is EventFrame ? [frame, frame] : null));
        yield return Case("two events swapped", "comes", () => new DelayingMutant(
            static frame => frame is EventFrame, static (held, frame) => frame is EventFrame e && e.Room == ((EventFrame)held).Room));
        yield return Case("an event to somebody outside", "does not follow", () => new FrameMutant(5, static (world, person, frame) => frame is EventFrame { Room: ['#', ..] room }
            && world.SlipTo(other => other != person && !other.Follows(room), frame) ? [frame] : null));
        yield return Case("a direct message to a third", "delivered to more", () => new FrameMutant(1, static (world, person, frame) => frame is EventFrame { Room: ['@', ..] room } e
            && world.SlipTo(other => other.Nick != e.Nick && other.Nick != person.Nick && other.Nick != room[1..], frame) ? [frame] : null));
        yield return Case("presence to somebody outside", "not followed", () => new FrameMutant(5, static (world, person, frame) => frame is PresenceFrame { Room: { } room }
            && world.SlipTo(other => other != person && !other.Follows(room), frame) ? [frame] : null));
        yield return Case("another text", "not the event", () => new FrameMutant(20, static (_, _, frame) => frame is EventFrame e ? [e with { Text = e.Text + "!" }] : null));
        yield return Case("an event nobody sent", "not committed", () => new FrameMutant(20, static (_, _, frame) => frame is EventFrame e ? [e with { Key = Guid.Empty }] : null));
        yield return Case("a gap that retention did not make", "a gap after", () => new FrameMutant(20, static (_, _, frame) =>
            frame is EventFrame { Room: ['#', ..] } e ? [new GapFrame(e.Room, e.Seq + 1)] : null));
        yield return Case("a page with a hole", "a page with", () => new FrameMutant(2, static (_, _, frame) =>
            frame is PageFrame { Events.Count: > 2 } page ? [page with { Events = [page.Events[0], .. page.Events.Skip(2)] }] : null));
        yield return Case("a page without the newest", "a page", () => new FrameMutant(2, static (_, _, frame) =>
            frame is PageFrame { Events.Count: > 1 } page ? [page with { Events = [.. page.Events.SkipLast(1)] }] : null));
        yield return Case("a hit with another text", "found, but not committed", () => new FrameMutant(2, static (_, _, frame) =>
            frame is HitsFrame { Hits.Count: > 0 } hits ? [hits with { Hits = [hits.Hits[0] with { Text = hits.Hits[0].Text + "!" }] }] : null));
        yield return Case("hits in another order", "wrong order", () => new FrameMutant(2, static (_, _, frame) =>
            frame is HitsFrame { Hits.Count: > 1 } hits ? [hits with { Hits = [.. hits.Hits.Reverse()] }] : null));
        yield return Case("an answer skipped", "before the answer to", () => new FrameMutant(10, static (_, _, frame) => frame is UserFrame or MineListFrame or MemberListFrame ? [] : null));
        yield return Case("an answer doubled", "a second answer", () => new FrameMutant(20, static (_, _, frame) => frame is PostedFrame ? [frame, frame] : null));
        yield return Case("another seq acknowledged", "acknowledged, but", () => new FrameMutant(20, static (_, _, frame) => frame is PostedFrame p ? [p with { Seq = p.Seq + 1 }] : null));
        yield return Case("a fence that answers pass", "a Pong before", () => new DelayingMutant(static frame => frame is PostedFrame, static (_, frame) => frame is PongFrame));
        yield return Case("acknowledged before it is committed", "before it was committed", () => new StoreMutant(static world => new HastyLog(world)));
        yield return Case("keys forgotten", "stored twice", () => new StoreMutant(static world => new ForgetfulLog(world)));
        yield return Case("a nick not recorded", "comes to something else", () => new StoreMutant(static world => new LosingLog<UserRenamed>(world)));
        yield return Case("a session's end not recorded", "comes to something else", () => new StoreMutant(static world => new LosingLog<SecretEnded>(world)));
        yield return Case("a leave not recorded", "does not fit", () => new StoreMutant(static world => new LosingLog<MemberRemoved>(world)));
        yield return Case("a registered user taken for a guest", "registered or not", () => new FrameMutant(2, static (_, _, frame) => frame is WelcomeFrame { Registered: true } w ? [w with { Registered = false }] : null));
        yield return Case("a room that Welcome forgets", "which is not in", () => new FrameMutant(2, static (_, _, frame) =>
            frame is WelcomeFrame { Registered: true, Rooms.Count: > 0 } w ? [w with { Rooms = [] }] : null));
        yield return Case("a room that nobody let one into", "where nobody has let him in", () => new StoreMutant(static world => new LosingLog<MemberAdded>(world)));
        yield return Case("an owner of a nick not found", "is not who was found", () => new FrameMutant(1, static (_, _, frame) => frame is UserFrame { Registered: true } u ? [u with { Registered = false }] : null));
        yield return Case("a device that is not told", "not the devices", () => new FrameMutant(1, static (_, _, frame) =>
            frame is DeviceListFrame { Devices.Count: > 0 } list ? [list with { Devices = [.. list.Devices.Skip(1)] }] : null));
        yield return Case("an account not recorded", "a key that nobody has", () => new StoreMutant(static world => new LosingLog<DeviceAdded>(world)));
        yield return Case("a promised nick not recorded", "promised, but not stored", () => new StoreMutant(static world => new LosingLog<UserRenamed>(world)));
        yield return Case("a promised leave not recorded", "promised, but not stored", () => new StoreMutant(static world => new LosingLog<MemberRemoved>(world)));
        yield return Case("a code not recorded", "a code that is not stored", () => new StoreMutant(static world => new LosingLog<CodeIssued>(world)));
        yield return Case("a device without a code", "without a code", () => new StoreMutant(static world => new LosingLog<CodeUsed>(world)));
        yield return Case("a code that works twice", "worked twice", () => new StoreMutant(static world => new RepeatingLog<CodeUsed>(world)));
        yield return Case("a nick borne by another", "under a nick", () => new StoreMutant(static world => new MisnamingLog(world)));
        yield return Case("another mark", "read up to", () => new FrameMutant(2, static (_, _, frame) => frame is JoinedFrame { Room: ['#', ..], Head: > 0, Read: 0 } j ? [j with { Read = j.Head }] : null));
        yield return Case("another count of mentions", "mentions after", () => new FrameMutant(2, static (_, _, frame) => frame is JoinedFrame { Room: ['#', ..] } j ? [j with { Mentions = 500 }] : null));
        yield return Case("a mark that nobody set", "nobody else has read", () => new FrameMutant(0, static (_, _, frame) => frame is ReadMarkFrame m ? [m with { Seq = m.Seq + 1_000 }] : null));
        yield return Case("a mark not told", "not told that", () => new FrameMutant(0, static (_, _, frame) => frame is ReadMarkFrame ? [] : null));
        yield return Case("an event after being put out", "does not follow", () => new DelayingMutant(
            static frame => frame is EventFrame { Room: ['#', ..] }, static (held, frame) => frame is MembershipFrame { In: false } m && m.Room == ((EventFrame)held).Room));
        yield return Case("put out without a word", "nothing has told of it", () => new FrameMutant(0, static (_, _, frame) => frame is EventFrame { Kind: EventKind.Moderation } ? [] : null));
        yield return Case("a ruling that nobody sees", "Nothing in the log tells", () => new StoreMutant(static world => new ClosingLog(world)));
        yield return Case("a mute that mutes nobody", "Somebody muted", () => new StoreMutant(static world => new StrictLog(world, RestrictionKind.Mute)));
        yield return Case("a ban that keeps nobody out", "banned", () => new StoreMutant(static world => new StrictLog(world, RestrictionKind.Ban)));
        yield return Case("a private room that anybody enters", "is private, and", () => new StoreMutant(static world => new ClosingLog(world)));
        yield return Case("a private room in a list", "which is private", () => new StoreMutant(static world => new ClosingLog(world)));
        yield return Case("a trace of what was taken back", "left a trace", () => new TraceMutant());
    }

    [TestCaseSource(nameof(Mutants))]
    public void Check_OfAServerThatIsWrong_Finds(string fault, object makeMutant)
    {
        var faults = Enumerable.Range(1, Seeds).SelectMany(seed => new World(seed, ((Func<Mutant>)makeMutant)()).Run()).ToArray();

        Assert.That(faults, Has.Some.Contains(fault));
    }

    private static TestCaseData Case(string name, string fault, Func<Mutant> makeMutant) =>
        new TestCaseData(fault, makeMutant).SetName($"Check_Of{string.Concat(name.Split(' ').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]))}_Finds");
}
