namespace Chat.Server.Sequencing;

/// <summary>Waiting for what a turn tells.</summary>
internal static class Decision
{
    /// <summary>
    /// Waits for the turn, or until the server gives up. The waiter goes on where he awaits: a <see cref="Task{TResult}.WaitAsync(CancellationToken)"/> would
    /// take him over the thread pool first, wherever he belongs.
    /// </summary>
    /// <exception cref="OperationCanceledException">The server gave up.</exception>
    public static async Task<T> OrStoppedAsync<T>(this TaskCompletionSource<T> decided, CancellationToken stopping)
    {
        await using var registration = stopping.UnsafeRegister(static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), decided);
        return await decided.Task;
    }
}
