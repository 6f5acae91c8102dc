namespace Chat.Server.Sequencing;

/// <summary>What one thread brings in together, so that it takes one turn together. A thread has one batch at a time, or none.</summary>
internal static class ThreadBatch
{
    /// <summary>
    /// A batch is large at so many commands: what belongs to them stays in the nearest cache from the reading to the sending, and is gone again before garbage is collected. More
    /// at once saves nothing, since so many messages of one room fill a send already.
    /// </summary>
    public const int Large = 256;

    [ThreadStatic]
    private static State _state;

    /// <summary>Whether there is much in this thread's batch.</summary>
    public static bool IsLarge => _state.IsOpen && _state.Commands >= Large;

    public static void Begin() => _state = new State { IsOpen = true };

    /// <summary>A command is brought in.</summary>
    public static void Add() => _state.Commands++;

    /// <summary>Whether whoever wants what was brought in to be taken care of has to wait until the batch ends.</summary>
    public static bool HoldsBack() => _state.IsOpen && (_state.IsWanted = true);

    /// <summary>Ends this thread's batch.</summary>
    /// <param name="commands">How many commands were brought in.</param>
    /// <returns>Whether somebody waits for it.</returns>
    public static bool End(out int commands)
    {
        (var isWanted, commands) = (_state.IsWanted, _state.Commands);
        _state = default;
        return isWanted;
    }

    private struct State
    {
        public bool IsOpen;
        public bool IsWanted;
        public int Commands;
    }
}
