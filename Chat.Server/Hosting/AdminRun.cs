using System.Security.Cryptography;
using Chat.Server.Administration;
using Chat.Server.Administration.Control;
using Chat.Server.Diagnostics;
using Chat.Server.Log;
using Chat.Server.Log.Sqlite;
using Chat.Server.Transport;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chat.Server.Hosting;

/// <summary>Runs one command from what was given to an exit code: whatever goes wrong is one line.</summary>
internal sealed class AdminRun
{
    private readonly AdminCall _call;
    private readonly ServerOptions _options;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly StandardStreams _streams;
    private readonly TimeProvider _time;

    public AdminRun(AdminCall call, ServerOptions options, TextWriter output, TextWriter errors, StandardStreams streams, TimeProvider time)
    {
        _call = call;
        _options = options;
        _output = output;
        _errors = errors;
        _streams = streams;
        _time = time;
    }

    /// <summary>Runs it.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var progress = new Progress(_errors, _streams.IsErrorTerminal, _time);
        var place = new Workplace
        {
            Files = new StoreFiles(_options.DataDirectory),
            OperatorCertificate = _options.Certificate,
            Output = _output,
            OpenOutput = _streams.OpenOutput,
            OpenInput = _streams.OpenInput,
            Tell = line => Tell(progress, line),
            Progress = progress,
            Time = _time,
            NewId = static () => new Guid(RandomNumberGenerator.GetBytes(16)),
            House = new HouseCall(new ControlFiles(_options.DataDirectory), new ClosedHouse(_options, _time).DoAsync, _time),
        };
        try
        {
            return await _call.Command.RunAsync(_call, place, cancellation) == CommandOutcome.Done ? ExitCode.Done : ExitCode.Damaged;
        }
        catch (Exception error) when (IsInterruption(error, cancellation))
        {
            Tell(progress, "interrupted; nothing is changed");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            var (code, line) = Explain(error);
            Tell(progress, line);
            return code;
        }
    }

    private static bool IsInterruption(Exception error, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested && error is OperationCanceledException or SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    private (int Code, string Line) Explain(Exception error) => error switch
    {
        CommandException { IsDamage: true } => (ExitCode.Damaged, error.Message),
        CommandException { IsMisuse: true } => (ExitCode.Usage, error.Message),
        CommandException { IsTemporary: true } => (ExitCode.TryAgain, error.Message),
        CommandException => (ExitCode.Configuration, error.Message),
        CertificateException { Part: CertificatePart.Folder } => (ExitCode.Configuration, $"--data: {error.Message}"),
        CertificateException => (ExitCode.Configuration, $"--certificate: {error.Message}"),
        StoreException { IsDamage: true } => (ExitCode.Damaged, error.Message),
        StoreException => (ExitCode.Configuration, $"--data: {error.Message}"),
        InvalidDataException or SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } =>
            (ExitCode.Damaged, $"the database is damaged ({error.Message}); look with 'chatd check', go back to a backup with 'chatd restore FILE'"),
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH } =>
            (ExitCode.Configuration, $"--data: {_options.DataDirectory} cannot be used: {error.Message}; run it as the user that the server runs as"),
        UnauthorizedAccessException => (ExitCode.Configuration, $"{error.Message} Run it as the user that the server runs as"),
        SqliteException or IOException or LogUnavailableException => (ExitCode.Failed, $"{_call.Command.Name} could not go on: {error.Message}"),
        _ => (ExitCode.Failed, $"{_call.Command.Name} ends by a fault of its own: {error.GetType().Name}: {error.Message}"),
    };

    private void Tell(Progress progress, string line)
    {
        progress.Clear();
        _errors.WriteLine($"{CommandLine.Program}: {Escape.Text(line, 1000)}");
    }
}
