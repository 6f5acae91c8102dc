using Chat.Server.Log;
using Chat.Server.Sequencing;
using Chat.Tests.Support;

namespace Chat.Tests.Simulation;

/// <summary>What must be true of the system log: it comes to what the server knows, and another server that starts from it knows the same.</summary>
internal static class SystemRules
{
    /// <summary>Only when nobody is left. There is nothing to compare when the store has not been told all of it yet.</summary>
    public static IEnumerable<string> Check(Sequencer sequencer, SystemState stored, Chronicle chronicle)
    {
        if (!SystemDigest.IsTold(sequencer))
        {
            yield break;
        }

        var known = SystemDigest.Of(sequencer);
        if (Difference(known, SystemDigest.Of(stored)) is { } difference)
        {
            yield return $"The system log comes to something else than the server knows: {difference}";
            yield break;
        }

        var tails = chronicle.Ledger.Logs.Values.Where(static log => log.Events.Count > 0).ToDictionary(static log => log.Id, TailOf);
        var heir = new Sequencer(new SequencerOptions("sim", null, static () => default));
        heir.Restore(new StoredState(stored, tails), 0, chronicle.Time);
        if (Difference(WithoutUnused(known, tails), SystemDigest.Of(heir)) is { } loss)
        {
            yield return $"Another server that starts knows something else: {loss}";
        }
    }

    private static LogTail TailOf(LogRecord log) => new(new LogBounds(log.Id, log.First, log.Events.Count), log.Events[^1].Event.Time, null);

    /// <summary>Without rooms in which nothing was said and to which only somebody may come back of whom nothing is kept.</summary>
    private static string WithoutUnused(string known, Dictionary<LogId, LogTail> tails) => string.Join(
        '\n', known.Split('\n').Where(line => !line.Contains(" with  ", StringComparison.Ordinal) || tails.Keys.Any(log => line.Contains($"{log}", StringComparison.Ordinal))));

    private static string? Difference(string expected, string actual)
    {
        var (were, are) = (expected.Split('\n'), actual.Split('\n'));
        return expected == actual ? null : $"not {string.Join("; ", were.Except(are))}, but {string.Join("; ", are.Except(were))}";
    }
}
