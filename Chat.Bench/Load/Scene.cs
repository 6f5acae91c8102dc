using Chat.Bench.Measuring;
using Chat.Bench.Wire;

namespace Chat.Bench.Load;

/// <summary>What a run takes place in.</summary>
/// <param name="Options">What is to be done.</param>
/// <param name="Venue">The server.</param>
/// <param name="Loops">The threads that have connections.</param>
/// <param name="Crowd">Rooms and members, none of whom is in yet.</param>
/// <param name="Server">The server's process, if it is known.</param>
/// <param name="Progress">Where to tell what goes on.</param>
internal sealed record Scene(LoadOptions Options, Venue Venue, EventLoop[] Loops, Crowd Crowd, int? Server, ProgressLine Progress)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Waits; not longer than until something ends the run.</summary>
    public static async Task WaitAsync(TimeSpan time, CancellationToken ending) =>
        await Task.Delay(time, TimeProvider.System, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Lets members in, who belong to the loops in the same order.</summary>
    /// <returns>Whether all are in.</returns>
    public async Task<bool> EnterAsync(IReadOnlyList<IEnumerable<Member>> members, CancellationToken ending)
    {
        var entrances = Loops.Select((loop, i) => Entrance.Open(loop, members[i])).ToArray();
        var all = Task.WhenAll(entrances.Select(static entrance => entrance.Done));
        while (!all.IsCompleted && !ending.IsCancellationRequested)
        {
            await Task.WhenAny(all, WaitAsync(Second, ending));
            Progress.Show($"{entrances.Sum(static entrance => entrance.Entered)} of {entrances.Sum(static entrance => entrance.Expected)} are in");
        }

        return all.IsCompleted;
    }
}
