using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;

namespace Chat.Bench.Micro;

/// <summary>The command <c>micro</c>: BenchmarkDotNet over the parts that every message goes through.</summary>
internal static class MicroCommand
{
    public const string Name = "micro";

    public const string Examples = """
        Examples, each behind "dotnet run -c Release --project Chat.Bench --":
          micro --list flat                     what there is
          micro --filter '*'                    all of it, in some minutes
          micro --filter '*Codec*'              a part of it
          micro --filter '*' --job short        all of it, in a hurry
        """;

    public static Command Make()
    {
        var arguments = new Argument<string[]>("arguments") { Description = "Arguments of BenchmarkDotNet, such as --filter '*Codec*'; without any it asks.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(Name, "Measures small parts in this process, with BenchmarkDotNet: time and memory allocated.") { arguments };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => Task.FromResult(Run([.. parsed.UnmatchedTokens.Concat(parsed.GetValue(arguments) ?? [])], cancellation)));
        return command;
    }

    private static int Run(string[] arguments, CancellationToken cancellation)
    {
        // It has no way to be told, and leaves nothing behind.
        using var stop = cancellation.Register(static () => Environment.Exit(StopSignal.Interrupted));
        var config = DefaultConfig.Instance
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "chat-bench-micro"));

        // In this process: a project that is made up and built for each benchmark would have to follow all of this repository's rules.
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run([.. arguments, "--inProcess"], config);
        return summaries.Any(static summary => summary.HasCriticalValidationErrors || summary.Reports.Any(static report => !report.Success)) ? 1 : 0;
    }
}
