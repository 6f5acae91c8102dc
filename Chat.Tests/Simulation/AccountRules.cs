using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>What must be true of registered users in all that was stored: their nicks are theirs alone, and nobody becomes one of them but with a code, which works once.</summary>
internal sealed class AccountRules
{
    private readonly Chronicle _chronicle;

    public AccountRules(Chronicle chronicle)
    {
        _chronicle = chronicle;
    }

    private Registry Registry => _chronicle.Registry;

    public void Check()
    {
        foreach (var stored in _chronicle.Ledger.Events)
        {
            CheckNick(stored);
        }

        foreach (var user in Registry.Registered)
        {
            CheckDevices(user);
        }

        foreach (var uses in Registry.UsedCodes.GroupBy(static use => use.Code))
        {
            if (uses.Count() > 1)
            {
                _chronicle.Fault($"A code has worked twice: for {string.Join(", ", uses.Select(static use => use.User))}");
            }
        }
    }

    private void CheckNick(StoredEvent stored)
    {
        var e = stored.Event;
        if (Registry.Registered.Contains(e.Author) && !Registry.Spans(Fact.Nick(e.Author, e.Nick)).Any(span => span.MayHaveHeldFor(stored.StoredAt)))
        {
            _chronicle.Fault($"Somebody registered has said something under a nick that was not his: {stored} {e.Nick}");
        }

        foreach (var (owner, span) in Registry.OwnersOf(e.Nick))
        {
            if (owner != e.Author && span.HeldFor(stored.StoredAt))
            {
                _chronicle.Fault($"Somebody has said something under a nick of user {owner.Value}: {stored} {e.Nick}");
            }
        }
    }

    /// <summary>But for the first, each of somebody's devices was added by a code that was made for him.</summary>
    private void CheckDevices(UserId user)
    {
        var begun = Registry.Of(user, FactKind.Device).SelectMany(Registry.Spans).Select(static span => span.Stored).Order().Skip(1).ToArray();
        var used = Registry.UsedCodes.Where(use => use.User == user).ToList();
        foreach (var stamp in begun)
        {
            var use = used.FindIndex(use => use.Stored == stamp);
            if (use < 0 || !Registry.Spans(Fact.Code(user, used[use].Code)).Any(span => span.MayHaveHeldFor(stamp)))
            {
                _chronicle.Fault($"A device was added to user {user.Value} without a code of his.");
                continue;
            }

            used.RemoveAt(use);
        }
    }
}
