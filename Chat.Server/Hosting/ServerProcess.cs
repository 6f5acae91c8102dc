using Chat.Server.Diagnostics;
using Chat.Server.Transport;
using Serilog;

namespace Chat.Server.Hosting;

/// <summary>The program from its command line to its exit code. What surrounds it comes in from outside, so that a test can be the surroundings.</summary>
internal sealed class ServerProcess
{
    /// <summary>What the process has open besides connections: libraries, listeners, event queues, the log.</summary>
    private const int SparedDescriptors = 100;

    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly Func<string, string?> _environment;
    private readonly TimeProvider _time;
    private readonly ServerMaker _make;
    private readonly StandardStreams _streams;

    /// <summary>Makes a server that has not started.</summary>
    /// <param name="options">All that was chosen.</param>
    /// <param name="certificate">What TLS shows; stays with the caller.</param>
    /// <param name="motd">The greeting; null for none.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where it logs.</param>
    /// <returns>The server, for the caller to dispose of.</returns>
    internal delegate IServer ServerMaker(ServerOptions options, ServerCertificate certificate, string? motd, TimeProvider time, ILogger log);

    /// <summary>A program that has not begun.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="errors">Standard error.</param>
    /// <param name="environment">Gives an environment variable's value, or null.</param>
    /// <param name="time">The clock of the whole server.</param>
    /// <param name="make">Makes the server.</param>
    /// <param name="streams">The streams behind <paramref name="output"/> and standard input; those of the console when not given.</param>
    public ServerProcess(
        TextWriter output, TextWriter errors, Func<string, string?> environment, TimeProvider time, ServerMaker make, StandardStreams? streams = null)
    {
        _output = output;
        _errors = errors;
        _environment = environment;
        _time = time;
        _make = make;
        _streams = streams ?? StandardStreams.OfConsole();
    }

    /// <summary>Does what the command line asks for. Starting the server, it returns when that has ended.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var commandLine = CommandLine.Parse(arguments);
        if (commandLine.Help)
        {
            await _output.WriteAsync(commandLine.Call is { } asked ? CommandHelp.Compose(asked.Command) : HelpText.Compose());
            return ExitCode.Done;
        }

        if (commandLine.Errors.Count > 0)
        {
            Complain([
                .. commandLine.Errors,
                commandLine.Call is { } misused ? $"more: {CommandLine.Program} {misused.Command.Name} --help" : $"all options: {CommandLine.Program} --help",
            ]);
            return ExitCode.Usage;
        }

        if (commandLine.Version)
        {
            await _output.WriteLineAsync($"{CommandLine.Program} {Banner.Version()}");
            return ExitCode.Done;
        }

        if (commandLine.Call is { } call)
        {
            return await RunAsync(call, EffectiveSettings.Read(commandLine, _environment, [CommandLine.DataKey, .. call.Command.Settings]));
        }

        var settings = EffectiveSettings.Read(commandLine, _environment);
        return commandLine.Check ? Check(settings) : await StartAsync(settings);
    }

    private async Task<int> RunAsync(AdminCall call, EffectiveSettings settings)
    {
        if (settings.Problems.Count > 0)
        {
            Complain(settings.Problems);
            return ExitCode.Configuration;
        }

        using var signals = new StopSignals();
        return await new AdminRun(call, settings.Options, _output, _errors, _streams, _time).RunAsync(signals.Token);
    }

    private int Check(EffectiveSettings settings)
    {
        var problems = settings.Problems.ToList();
        using var materials = Materials.Check(settings, problems);
        foreach (var line in settings.Lines())
        {
            _output.WriteLine(line);
        }

        if (problems.Count > 0)
        {
            Complain(problems);
            return ExitCode.Configuration;
        }

        _output.WriteLine();
        _output.WriteLine($"Server key: {materials.Certificate?.Fingerprint ?? "will be made at the first start"}");
        _output.WriteLine("These settings are valid.");
        return ExitCode.Done;
    }

    private async Task<int> StartAsync(EffectiveSettings settings)
    {
        var problems = settings.Problems.ToList();
        if (problems.Count > 0)
        {
            Complain(problems);
            return ExitCode.Configuration;
        }

        using var materials = Materials.Prepare(settings, _time, problems);
        if (problems.Count > 0)
        {
            Complain(problems);
            return ExitCode.Configuration;
        }

        if (materials.Certificate is not { } certificate)
        {
            throw new InvalidOperationException("No certificate, and nobody knows why.");
        }

        if (FolderWarning.Of(settings.Options.DataDirectory) is { } warning)
        {
            Complain([warning]);
        }

        await using var log = LogPipeline.ToConsole(settings.Options.LogLevel, settings.Options.LogFormat);
        using var faults = new LastResort(log);
        if (materials.KeyMade)
        {
            log.KeyMade(settings.Options.DataDirectory, certificate.Fingerprint);
        }

        var descriptors = settings.Options.MaxConnections + SparedDescriptors;
        if (OpenFiles.Allow(descriptors) is { } limit && limit < descriptors)
        {
            log.FewDescriptors(limit, settings.Options.MaxConnections);
        }

        try
        {
            using var signals = new StopSignals();
            var run = new ServerRun(() => _make(settings.Options, certificate, materials.Motd, _time, log), log, _time);
            return await run.RunAsync(
                server => AnnounceAsync(settings.Options, server, certificate, signals.Token),
                () => _output.WriteLine("Stopping. Ctrl+C again ends it at once."),
                signals.Token);
        }
        catch (StartupException error)
        {
            Complain([error.Message]);
            return ExitCode.Configuration;
        }
        catch (Exception error)
        {
            log.ServerBroken(error);
            return ExitCode.Failed;
        }
    }

    private async Task AnnounceAsync(ServerOptions options, IServer server, ServerCertificate certificate, CancellationToken stop)
    {
        OperatorStart? operators = null;
        try
        {
            operators = await server.FindOperatorsAsync(stop);
        }
        catch (Exception) when (stop.IsCancellationRequested || server.Faulted.IsCompleted)
        {
            // The server ends right away, and says why.
        }

        var client = Banner.ClientCommand(AppContext.BaseDirectory);
        foreach (var line in Banner.Lines(options, server.Endpoints, certificate.Fingerprint, LocalAddresses.Find(), client, operators))
        {
            await _output.WriteLineAsync(line);
        }
    }

    private void Complain(IEnumerable<string> problems)
    {
        foreach (var problem in problems)
        {
            _errors.WriteLine($"{CommandLine.Program}: {Escape.Text(problem, 1000)}");
        }
    }
}
