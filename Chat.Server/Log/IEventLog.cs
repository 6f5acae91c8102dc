namespace Chat.Server.Log;

/// <summary>
/// The store of all logs. One writer appends, group by group; any number of readers read what is committed.
/// </summary>
/// <remarks>
/// A store keeps events by (log, seq) and refuses a second event of the same <see cref="PostKey"/>. Appending an edit or a
/// deletion also changes what later reads give for the events it is about, as <see cref="LogEvent.RevisedBy"/> says. An append is
/// decided at a head and says at which, so that a store which several servers share can refuse it.
/// </remarks>
internal interface IEventLog : IAsyncDisposable
{
    /// <summary>
    /// Whether an append is done as soon as it is called, so that a thread which others wait for may call it, and keys are found in the same way. False where there is a disk.
    /// </summary>
    bool AppendsAtOnce => false;

    /// <summary>Opens the store, or opens it anew after a commit that was left in doubt, and tells how far it has come.</summary>
    /// <exception cref="LogUnavailableException">It cannot be opened now.</exception>
    ValueTask<OpenedLog> OpenAsync(CancellationToken cancellation);

    /// <summary>Reads what a server starts from. Empty for a store that outlives no server.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be read now.</exception>
    ValueTask<StoredState> ReadStateAsync(CancellationToken cancellation);

    /// <summary>
    /// Appends a group, as a whole or not at all, and returns when that is known. Never throws for what a disk can do:
    /// an error that leaves it open whether the group is stored is <see cref="AppendOutcome.InDoubt"/>, and an exception is taken for that.
    /// One call at a time.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(LogBatch batch, CancellationToken cancellation);

    /// <summary>
    /// Keeps what stands beside the logs, in place of what was kept of the same users and logs; mentions up to a mark are read and go. What belongs to a user, a room or a device
    /// that is not there (any more), or to a room that the user is not in, is passed over. Never throws for what a disk can do. Appends may come in between; one call at a time.
    /// </summary>
    /// <returns>False when not all of it is kept: then it is given again.</returns>
    ValueTask<bool> KeepAsync(KeptMarks marks, CancellationToken cancellation);

    /// <summary>Reads committed events of one log. An unknown log is an empty one.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be read now.</exception>
    ValueTask<LogSlice> ReadAsync(LogRead read, CancellationToken cancellation);

    /// <summary>Tells who wrote the event <paramref name="seq"/> and what it is now; null when there is none.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be read now.</exception>
    ValueTask<EventOrigin?> FindAsync(LogId log, long seq, CancellationToken cancellation);

    /// <summary>Tells where the post with this key is; null when there is none.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be read now.</exception>
    ValueTask<KeyedEvent?> FindKeyAsync(PostKey key, CancellationToken cancellation);

    /// <summary>Tells which of many keys it has, and where: a log that <see cref="AppendsAtOnce"/>. Many looks together take little longer than one.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="found">Gets those that it has, with their places among the keys.</param>
    /// <exception cref="NotSupportedException">It is not such a log.</exception>
    void FindKeys(ReadOnlySpan<PostKey> keys, List<(int Index, KeyedEvent Event)> found) => throw new NotSupportedException();

    /// <summary>Looks for messages. Everything committed before the call is looked at; that may mean waiting until it is indexed.</summary>
    /// <exception cref="LogUnavailableException">The store cannot be searched now.</exception>
    ValueTask<LogHits> SearchAsync(LogSearch search, CancellationToken cancellation);
}
