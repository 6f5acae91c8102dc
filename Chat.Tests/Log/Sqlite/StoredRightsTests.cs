using System.Net;
using Chat.Protocol;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite.Inspecting;
using Chat.Server.Log.SystemEvents;
using NUnit.Framework;

namespace Chat.Tests.Log.Sqlite;

/// <summary>Accounts, codes and rights are in the tables what the system log makes of them.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class StoredRightsTests
{
    private static readonly UserId Ann = new(1);
    private static readonly UserId Ben = new(2);
    private static readonly LogId Hall = new(new Guid(1, 0, 0, new byte[8]));
    private static readonly LogId Cave = new(new Guid(2, 0, 0, new byte[8]));
    private static readonly DeviceId Laptop = new(new Fingerprint([.. Enumerable.Repeat((byte)1, 32)]));
    private static readonly DeviceId Phone = new(new Fingerprint([.. Enumerable.Repeat((byte)2, 32)]));
    private static readonly PeerAddress Far = PeerAddress.Of(IPAddress.Parse("192.0.2.7"));

    private readonly StoreBench _bench = new();

    private static IEnumerable<SystemEvent[]> Steps =>
    [
        [new UserAdded(5, Ann, "ann"), new DeviceAdded(5, Ann, Laptop, "chat/1"), new DeviceAdded(6, Ann, Phone, ""), new UserAdded(6, Ben, "ben")],
        [new NickReserved(7, Ann, "anna"), new NickReserved(7, Ann, "anne"), new OperatorChanged(7, Ann, true, null), new OperatorChanged(7, Ben, true, Ann)],
        [
            new CodeIssued(8, SecretHash.Of("a"), CodePurpose.Invitation, null, "#hall", 2, null),
            new CodeIssued(8, SecretHash.Of("b"), CodePurpose.Link, Ann, null, 1, 900),
            new CodeIssued(8, SecretHash.Of("c"), CodePurpose.Operator, null, null, 1, null),
        ],
        [new RoomAdded(9, Hall, "#hall"), new RoomAdded(9, Cave, "#cave"), new RoleChanged(9, Hall, Ann, RoomRole.Owner, null), new RoleChanged(9, Hall, Ben, RoomRole.Moderator, Ann)],
        [new PrivacyChanged(9, Hall, true, Ann), new PrivacyChanged(9, Cave, true, null), new InvitationAdded(9, Hall, Ben, Ann), new InvitationAdded(9, Cave, Ann, null)],
        [
            new RestrictionAdded(10, Hall, new Restriction(RestrictionKind.Ban, Ben, "ben", Far, 1_000, "noise"), Ann),
            new RestrictionAdded(10, Hall, new Restriction(RestrictionKind.Mute, Ben, "ben", null, null, ""), Ann),
            new RestrictionAdded(10, null, new Restriction(RestrictionKind.Ban, Ben, "ben", null, 2_000, ""), null),
            new RestrictionAdded(10, Cave, new Restriction(RestrictionKind.Mute, Ann, "ann", null, 3_000, ""), null),
        ],
        [new DeviceRemoved(11, Ann, Phone), new NickReleased(11, Ann, "anna"), new OperatorChanged(11, Ben, false, Ann)],
        [new CodeUsed(12, SecretHash.Of("a"), Ben), new CodeUsed(12, SecretHash.Of("b"), Ann), new CodeEnded(12, SecretHash.Of("c"))],
        [new RoleChanged(13, Hall, Ben, RoomRole.Member, Ann), new PrivacyChanged(13, Hall, false, Ann), new InvitationEnded(13, Hall, Ben)],
        [
            new RestrictionAdded(14, Hall, new Restriction(RestrictionKind.Ban, Ben, "ben", null, null, "again"), Ann),
            new RestrictionEnded(14, Hall, RestrictionKind.Mute, Ben, Ann),
            new RestrictionEnded(14, null, RestrictionKind.Ban, Ben, null),
        ],
        [new RoomRemoved(15, Cave), new CodeUsed(15, SecretHash.Of("a"), Ann)],
    ];

    [TearDown]
    public ValueTask RemoveStore() => _bench.DisposeAsync();

    [Test]
    public async Task ReadStateAsync_AfterEachChange_IsWhatTheSystemLogComesTo()
    {
        var expected = new SystemState();
        var head = (await _bench.OpenAsync()).SystemHead;
        foreach (var step in Steps)
        {
            var result = await _bench.Store.AppendAsync(new LogBatch([], new SystemAppend(head, step)), CancellationToken.None);
            Assert.That(result.Outcome, Is.EqualTo(AppendOutcome.Committed));
            head += step.Length;
            foreach (var e in step)
            {
                expected.Apply(e);
            }

            var found = (await _bench.Store.ReadStateAsync(CancellationToken.None)).System;
            Assert.That(StateDifference.Between(expected, found), Is.Empty, $"after {step[^1]}");
            Assert.That(found.Restrictions.All, Is.EquivalentTo(expected.Restrictions.All));
        }

        Assert.That(expected.Codes, Is.Empty);
        Assert.That(expected.Users[Ann].FormerNicks, Is.EqualTo(new[] { "anne" }));
        Assert.That(expected.Rooms[Hall].Restrictions.All.Single().Reason, Is.EqualTo("again"));
    }
}
