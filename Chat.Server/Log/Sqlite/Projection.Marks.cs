namespace Chat.Server.Log.Sqlite;

/// <summary>What is kept beside the logs: read marks, mentions, and when devices were here.</summary>
internal sealed partial class Projection
{
    /// <summary>Makes changes of mentions true, in their order. After the events and system events that they came with.</summary>
    public void Apply(IReadOnlyList<MentionChange> changes)
    {
        foreach (var (kind, (room, seq, user)) in changes)
        {
            // Somebody may be forgotten, and an event past retention, by the time that the store is told.
            var statement = On(kind switch
            {
                MentionChangeKind.Added =>
                    "INSERT OR IGNORE INTO mentions SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT * FROM users WHERE id = ?3 AND NOT forgotten) AND EXISTS (SELECT * FROM logs WHERE log = ?1 AND first <= ?2)",
                MentionChangeKind.Removed => "DELETE FROM mentions WHERE room = ?1 AND seq = ?2 AND user = ?3",
                MentionChangeKind.RemovedUpTo => "DELETE FROM mentions WHERE room = ?1 AND seq <= ?2 AND user = ?3",
                _ => throw new InvalidOperationException($"Nothing is known of {kind}."),
            });
            statement.Bind(1, room.Value).Bind(2, seq).Bind(3, user.Value).Run();
        }
    }

    /// <summary>Puts marks in place of those that were there, and takes the mentions that are read by them.</summary>
    public void Keep(ReadOnlySpan<ReadMark> reads)
    {
        foreach (var (user, room, seq) in reads)
        {
            On("""
                INSERT INTO marks SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT * FROM members WHERE room = ?2 AND user = ?1)
                OR EXISTS (SELECT * FROM rooms JOIN users ON users.id = ?1 WHERE log = ?2 AND ?1 IN (one, other) AND NOT forgotten)
                ON CONFLICT (user, room) DO UPDATE SET seq = excluded.seq
                """).Bind(1, user.Value).Bind(2, room.Value).Bind(3, seq).Run();
            On("DELETE FROM mentions WHERE room = ?1 AND seq <= ?2 AND user = ?3").Bind(1, room.Value).Bind(2, seq).Bind(3, user.Value).Run();
        }
    }

    public void Keep(ReadOnlySpan<DeviceSighting> sightings)
    {
        foreach (var (device, time) in sightings)
        {
            On("UPDATE devices SET seen = ?2 WHERE key = ?1").Bind(1, StoredForms.Of(device)).Bind(2, time).Run();
        }
    }
}
