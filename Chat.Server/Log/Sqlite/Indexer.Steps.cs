using Chat.Protocol;
using Chat.Server.Diagnostics;

namespace Chat.Server.Log.Sqlite;

/// <summary>What one step brings into the index: keys, words, and the filter over the keys.</summary>
internal sealed partial class Indexer
{
    private void IndexKeys()
    {
        var keys = _recent.Oldest(KeysAtOnce, out var upTo);
        if (keys.Count == 0)
        {
            return;
        }

        keys.Sort(static (one, other) => one.Key.User.Value != other.Key.User.Value
            ? one.Key.User.Value.CompareTo(other.Key.User.Value)
            : one.Key.Key.CompareTo(other.Key.Key));
        _index!.Write(() =>
        {
            foreach (var (key, log, seq, time) in keys)
            {
                _index.AddKey(key, log, seq, time);
                Filter.Add(key);
            }

            _index.SetKeysUpTo(upTo);
        });
        _recent.Forget(upTo);
        _keyCount += keys.Count;
        if (_keyCount > Filter.Capacity)
        {
            FillFilter(_stopping.Token);
        }
    }

    private void IndexTexts(BlockReader blocks, long end)
    {
        var index = _index!;
        var (count, upTo, before) = (0, index.TextsUpTo, index.TextsUpTo);
        foreach (var block in blocks.After(before, _log.BlockSkipped))
        {
            if (block.Id > end || count >= TextsAtOnce)
            {
                break;
            }

            for (var i = 0; i < block.Events.Count; i++)
            {
                try
                {
                    IndexText(index, blocks, block, i, before);
                }
                catch (InvalidDataException damaged)
                {
                    _log.BlockSkipped(block.Id, damaged); // What it edits or deletes is in a damaged block.
                }
            }

            count += block.Events.Count;
            upTo = block.Id;
        }

        // Blocks that retention has taken are not there to be counted.
        index.SetTextsUpTo(count >= TextsAtOnce ? upTo : end);
    }

    private static void IndexText(IndexDatabase index, BlockReader blocks, StoredBlock block, int i, long before)
    {
        var stored = block.Events[i];
        switch (stored.Event)
        {
            case { Kind: EventKind.Text or EventKind.Action or EventKind.Notice }:
                index.AddText(EventPlace.Of(block.Id, i), block.Log, blocks.Resolve(block.Log, stored).Text);
                break;
            case { Kind: EventKind.Edit or EventKind.Delete, Ref: { } target } revision
                when blocks.Holding(block.Log, target) is { } held && held.Id <= before:
                // One of a later block is read as it is by now.
                var place = EventPlace.Of(held.Id, (int)(target - held.First));
                if (revision.Kind == EventKind.Delete)
                {
                    index.DropText(place);
                }
                else if (held[target].Event.Kind != EventKind.Delete)
                {
                    index.ReplaceText(place, block.Log, blocks.Resolve(block.Log, held[target]).Text);
                }

                break;
        }
    }

    /// <summary>After a crash, and for a new index: the keys of blocks that the index does not have.</summary>
    private void CatchUpKeys(IndexDatabase index)
    {
        var reader = _reader = new Reader(_files, Suspect);
        var end = Volatile.Read(ref _committed);
        if (HasPastKeysAfter(index.KeysUpTo, end, reader))
        {
            index.Write(() => StateTables.Each(reader.Connection, "SELECT user, key, log, seq, time FROM past_keys", row =>
                index.AddKey(new PostKey(new UserId(row.Int64(0)), row.Guid(1)), row.Int64(2), row.Int64(3), row.Int64(4))));
        }

        while (index.KeysUpTo < end)
        {
            index.Write(() =>
            {
                var (count, upTo) = (0, end);
                foreach (var block in reader.Blocks.After(index.KeysUpTo, _log.BlockSkipped))
                {
                    foreach (var (e, _) in block.Events)
                    {
                        if (e.Key is { } key)
                        {
                            index.AddKey(new PostKey(e.Author, key), block.Log, e.Seq, e.Time);
                        }
                    }

                    count += block.Events.Count;
                    if (count >= KeysAtOnce)
                    {
                        upTo = block.Id;
                        break;
                    }
                }

                index.SetKeysUpTo(upTo);
            });
        }
    }

    /// <summary>Whether retention has taken any of these blocks: then their keys stand elsewhere. Every id has been given to a block, and once only.</summary>
    private static bool HasPastKeysAfter(long block, long end, Reader reader)
    {
        using var count = new Statement(reader.Connection, "SELECT count(*) FROM blocks WHERE id > ?");
        count.Bind(1, block).Step();
        var isAnyMissing = count.Int64(0) < end - block;
        count.Reset();
        return isAnyMissing;
    }

    /// <summary>All keys into the filter. Until that is done everything is looked up.</summary>
    private void FillFilter(CancellationToken stopping)
    {
        var index = _index!;
        _keyCount = index.KeyCount;
        var filter = new KeyFilter(2 * _keyCount);
        index.EachKey(key =>
        {
            stopping.ThrowIfCancellationRequested();
            filter.Add(key);
        });
        filter.Complete();
        Filter = filter;
    }
}
