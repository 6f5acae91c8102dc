using Chat.Protocol;
using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>What must be true of rooms with owners and moderators in all that was stored: who is kept out does not get in, who is silenced says nothing, and everybody sees who did what.</summary>
internal sealed class RightsRules
{
    private readonly Chronicle _chronicle;

    public RightsRules(Chronicle chronicle)
    {
        _chronicle = chronicle;
    }

    private Registry Registry => _chronicle.Registry;

    public void Check()
    {
        foreach (var stored in _chronicle.Ledger.Events.Where(static stored => stored.Event.Kind != EventKind.Moderation))
        {
            if (IsRestricted(Fact.Muted(stored.Event.Author, stored.Log), stored.StoredAt, stored.Event.Time))
            {
                _chronicle.Fault($"Somebody muted has said something: {stored} {stored.Event.Nick}");
            }
        }

        foreach (var user in Registry.Registered)
        {
            foreach (var fact in Registry.Of(user, FactKind.Member))
            {
                foreach (var span in Registry.Spans(fact))
                {
                    CheckEntry(user, (LogId)fact.Object, span);
                }
            }
        }

        foreach (var (room, stamp, change) in Registry.Rulings)
        {
            var log = _chronicle.Ledger[room];
            if (!log.Events.Exists(stored => stored.StoredAt == stamp && stored.Event.Kind == EventKind.Moderation))
            {
                _chronicle.Fault($"Nothing in the log tells of {change}");
            }
        }
    }

    private void CheckEntry(UserId user, LogId room, Span entered)
    {
        if (IsRestricted(Fact.Banned(user, room), entered.Stored, entered.Time))
        {
            _chronicle.Fault($"User {user.Value} is banned from {room}, and has come in.");
        }

        var isAllowed = Registry.Of(user, FactKind.Role).Concat(Registry.Of(user, FactKind.Invited))
            .Any(fact => fact.Object.Equals(room) && Registry.Spans(fact).Any(span => span.MayHaveHeldFor(entered.Stored)));
        if (!isAllowed && Registry.Spans(Fact.Private(room)).Any(span => span.HeldFor(entered.Stored)))
        {
            _chronicle.Fault($"{room} is private, and user {user.Value} has come in.");
        }
    }

    private bool IsRestricted(Fact fact, long stamp, long time) => Registry.Spans(fact).Any(span => span.HeldFor(stamp) && time < span.Until);
}
