using System.Globalization;
using NUnit.Framework;

namespace Chat.Tests.Simulation;

/// <summary>
/// Runs of a whole server out of seeds. <c>CHAT_SEED=17 dotnet test --filter SimulationTests</c> runs one again and prints what happened in it,
/// <c>CHAT_SEED=2000-9000</c> runs others than usual.
/// </summary>
[TestFixture]
public sealed class SimulationTests
{
    private const string Variable = "CHAT_SEED";
    private const int Usual = 1_000;
    private const int MostReported = 10;

    [Test]
    public void Run_OfEverySeed_KeepsTheRules()
    {
        var (first, last) = Chosen();
        var failed = new SortedDictionary<int, string>();
        var next = first - 1;
        var threads = new Thread[Environment.ProcessorCount];
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (var seed = Interlocked.Increment(ref next); seed <= last; seed = Interlocked.Increment(ref next))
                {
                    if (Run(seed, null) is { Count: > 0 } faults)
                    {
                        lock (failed)
                        {
                            failed.Add(seed, faults[0]);
                        }
                    }
                }
            });
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        if (failed.Count > 0)
        {
            Report(failed);
        }
        else if (first == last)
        {
            TestContext.Out.WriteLine(TraceOf(first));
        }
    }

    [Test]
    public void Run_OfTheSameSeed_GoesTheSameWay([Range(1, 5)] int seed)
    {
        var once = TraceOf(seed);

        Assert.That(TraceOf(seed), Is.EqualTo(once));
    }

    private static IReadOnlyList<string> Run(int seed, TextWriter? trace)
    {
        try
        {
            return new World(seed, trace: trace).Run();
        }
        catch (Exception broken)
        {
            return [broken.ToString()];
        }
    }

    private static string TraceOf(int seed)
    {
        using var trace = new StringWriter(CultureInfo.InvariantCulture);
        Run(seed, trace);
        return trace.ToString();
    }

    private static (int First, int Last) Chosen()
    {
        var chosen = Environment.GetEnvironmentVariable(Variable)?.Split('-');
        return chosen is null ? (1, Usual) : (Number(chosen[0]), Number(chosen[^1]));

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    private static void Report(SortedDictionary<int, string> failed)
    {
        var seed = failed.Keys.First();
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"simulation-{seed}.txt");
        File.WriteAllText(path, TraceOf(seed));
        TestContext.AddTestAttachment(path, $"What happened with seed {seed}");
        var lines = failed.Take(MostReported).Select(static pair => $"seed {pair.Key}: {pair.Value}");
        Assert.Fail($"{failed.Count} seeds failed. {Variable}={seed} dotnet test --filter {nameof(SimulationTests)} runs one again; what happened in it is in {path}.\n{string.Join('\n', lines)}");
    }
}
