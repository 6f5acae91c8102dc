using Chat.Protocol.Frames;
using Chat.Protocol.Search;

namespace Chat.Tests.Simulation;

/// <summary>What a search finds.</summary>
internal sealed partial class LinkRules
{
    private void CheckHits(HitsFrame hits, Request asked, Moment moment)
    {
        var search = (SearchFrame)asked.Frame;
        var before = (StoredAt: long.MaxValue, Seqs: new Dictionary<LogRecord, long>());
        foreach (var hit in hits.Hits)
        {
            if (Ledger.Find(hit) is not { } stored)
            {
                Fault($"found, but not committed: {hit}");
                return;
            }

            var log = Ledger[stored.Log];
            CheckKnown(stored, moment);
            var from = asked.Seen.GetValueOrDefault(log);
            if (!log.Versions(hit.Seq, from, Math.Max(from, log.StoredHead(moment.Stamp))).Any(version => (version.Kind, version.Text) == (hit.Kind, hit.Text)))
            {
                Fault($"found by an old text (head {from} or later): {hit}");
            }

            if (!SearchQuery.TryParse(search.Query, out var query) || !query.IsMatch(hit.Text))
            {
                Fault($"found, but nobody looked for it with {search.Query}: {hit}");
            }

            if (_user!.Account is null ? asked.IsOutsideOf!(hit.Room) : WasOutside(hit.Room, asked, moment))
            {
                Fault($"somebody outside {hit.Room} found what is in it");
            }

            if (stored.StoredAt > before.StoredAt || hit.Seq >= before.Seqs.GetValueOrDefault(log, long.MaxValue))
            {
                Fault($"found in the wrong order: {hit}");
            }

            before.StoredAt = stored.StoredAt;
            before.Seqs[log] = hit.Seq;
        }
    }

    /// <summary>Of which rooms the user was out for sure at this moment.</summary>
    private Func<string, bool> OutsideNow()
    {
        var isIn = new Dictionary<string, bool>(_isIn);
        var changing = _changes.Where(static change => change.Value > 0).Select(static change => change.Key).ToHashSet();
        var isNew = _isNew;
        return room => KeyOf(room) is { } key && !changing.Contains(key) && (isIn.TryGetValue(key, out var known) ? !known : isNew);
    }
}
