using System.Net;
using Serilog;
using Serilog.Events;

namespace Chat.Server.Diagnostics;

/// <summary>
/// Everything the server logs, as extensions of <see cref="ILogger"/>. Never message text, keys, codes or frames. Text that a peer chose may be
/// passed as it is: <see cref="EscapingEnricher"/> escapes and bounds it.
/// </summary>
internal static class Log
{
    /// <summary>A key and a certificate were made, as at a first start.</summary>
    public static void KeyMade(this ILogger log, string folder, string fingerprint) =>
        log.Information("Made a new server key {Fingerprint} in {Folder}", fingerprint, folder);

    /// <summary>An address is bound and accepts connections.</summary>
    public static void Listening(this ILogger log, IPEndPoint endpoint) =>
        log.Information("Listening on {Endpoint}", endpoint);

    /// <summary>The drain began.</summary>
    public static void Stopping(this ILogger log) =>
        log.Information("Stopping");

    /// <summary>The drain is over.</summary>
    public static void Stopped(this ILogger log) =>
        log.Information("Stopped");

    /// <summary>The open-files limit is too low for the connections allowed.</summary>
    public static void FewDescriptors(this ILogger log, long descriptors, int connections) =>
        log.Warning(
            "The process may open {Descriptors} files, too few for {Connections} connections: raise the hard limit (ulimit -Hn, LimitNOFILE) or lower --max-connections",
            descriptors,
            connections);

    /// <summary>A connection was accepted.</summary>
    public static void ConnectionOpened(this ILogger log, long connection, EndPoint? remote) =>
        log.Debug("Connection {Connection} from {Remote}", connection, remote);

    /// <summary>A connection is gone.</summary>
    public static void ConnectionClosed(this ILogger log, long connection, string reason, long bytesIn, long bytesOut)
    {
        if (log.IsEnabled(LogEventLevel.Debug))
        {
            log.Debug("Connection {Connection} closed: {Reason}, {BytesIn} bytes in, {BytesOut} out", connection, reason, bytesIn, bytesOut);
        }
    }

    /// <summary>A connection was turned away by a limit.</summary>
    public static void ConnectionRefused(this ILogger log, EndPoint? remote, string code) =>
        log.Debug("Refused {Remote}: {Code}", remote, code);

    /// <summary>A TLS handshake came to nothing.</summary>
    public static void HandshakeFailed(this ILogger log, long connection, string reason) =>
        log.Debug("Connection {Connection} failed its TLS handshake: {Reason}", connection, reason);

    /// <summary>Accepting failed in passing, for one connection; throttled by the caller.</summary>
    public static void AcceptFailed(this ILogger log, string error, long skipped) =>
        log.Warning("Could not accept a connection: {Error}; {Skipped} more not logged", error, skipped);

    /// <summary>Accepting failed for want of descriptors or memory, and waits; throttled by the caller.</summary>
    public static void AcceptPaused(this ILogger log, string error, TimeSpan pause, long skipped)
    {
        if (log.IsEnabled(LogEventLevel.Warning))
        {
            log.Warning(
                "Out of resources for new connections: {Error}; trying again in {PauseMs} ms; {Skipped} more not logged", error, pause.TotalMilliseconds, skipped);
        }
    }

    /// <summary>A listener is lost.</summary>
    public static void ListenerFailed(this ILogger log, IPEndPoint endpoint, Exception error) =>
        log.Error(error, "Lost the listener on {Endpoint}", endpoint);

    /// <summary>A session said Hello and was let in.</summary>
    public static void SessionStarted(this ILogger log, long connection, string nick, string agent) =>
        log.Debug("Connection {Connection} is {Nick} with {Agent}", connection, nick, agent);

    /// <summary>A peer broke the protocol.</summary>
    public static void PeerAtFault(this ILogger log, long connection, string code, string message) =>
        log.Debug("Connection {Connection} broke the protocol: {Code}, {Message}", connection, code, message);

    /// <summary>A session met an error that is the server's own fault.</summary>
    public static void SessionFailed(this ILogger log, long connection, Exception error) =>
        log.Error(error, "Connection {Connection} ended by a fault of the server", connection);

    /// <summary>The store refused a group of events, which is undone; throttled by the caller.</summary>
    public static void CommitRefused(this ILogger log, string outcome, int events, long skipped) =>
        log.Error("The store did not take {Events} events: {Outcome}; they are undone; {Skipped} more refusals not logged", events, outcome, skipped);

    /// <summary>The store refused changes of users and rooms, which go with the next commit; throttled by the caller.</summary>
    public static void ChangesRefused(this ILogger log, string outcome, int changes, long skipped) =>
        log.Error("The store did not take {Changes} changes of users and rooms: {Outcome}; they are kept for the next commit; {Skipped} more refusals not logged", changes, outcome, skipped);

    /// <summary>The store cannot be opened; it is tried again.</summary>
    public static void StoreClosed(this ILogger log, string error) =>
        log.Error("The store cannot be opened: {Error}; trying again", error);

    /// <summary>Whether a group was committed is unknown; the store is opened anew.</summary>
    public static void StoreInDoubt(this ILogger log, Exception error) =>
        log.Error(error, "The store left a commit in doubt; reading its heads anew");

    /// <summary>A commit failed, and it is known that nothing of it is stored; the caller throttles what follows from it.</summary>
    public static void CommitFailed(this ILogger log, string error) =>
        log.Debug("A commit failed: {Error}", error);

    /// <summary>How far people have read could not be stored; it is tried again.</summary>
    public static void MarksRefused(this ILogger log, int marks, long skipped) =>
        log.Warning("{Marks} read marks cannot be stored; trying again ({Skipped} such lines skipped)", marks, skipped);

    /// <summary>The index of keys and words is missing or not to be used, and is made anew.</summary>
    public static void IndexRebuilt(this ILogger log, long blocks) =>
        log.Warning("The index is made anew from {Blocks} blocks; searches wait until it is done", blocks);

    /// <summary>A block cannot be read, and what it holds cannot be looked for.</summary>
    public static void BlockSkipped(this ILogger log, long block, Exception error) =>
        log.Error("Block {Block} is left out of the index: {Error}; look with 'chatd check'", block, error.Message);

    /// <summary>A checkpoint or retention failed; it is tried again.</summary>
    public static void UpkeepFailed(this ILogger log, Exception error) =>
        log.Error(error, "Looking after the store failed; trying again");

    /// <summary>The index could not be written; it is tried again, and searches cannot be answered meanwhile.</summary>
    public static void IndexFailed(this ILogger log, Exception error) =>
        log.Error(error, "The index cannot be written; trying again");

    /// <summary>Commands cannot be given to this server while it runs.</summary>
    public static void ConsoleMissing(this ILogger log, string reason) =>
        log.Warning("Commands such as 'chatd invite' do not work while this server runs: {Reason}", reason);

    /// <summary>A command was given on this machine.</summary>
    public static void ConsoleAsked(this ILogger log, string verb) =>
        log.Information("Asked on this machine to do {Verb}", verb);

    /// <summary>A connection from this machine came to nothing.</summary>
    public static void ConsolePeerClosed(this ILogger log, string reason) =>
        log.Debug("A command came to nothing: {Reason}", reason);

    /// <summary>A command could not be taken or done, by a fault of the server or of the system.</summary>
    public static void ConsoleFailed(this ILogger log, Exception error) =>
        log.Error(error, "A command could not be done");

    /// <summary>The store's heads are known again.</summary>
    public static void StoreRecovered(this ILogger log) =>
        log.Warning("The store is in order again");

    /// <summary>The server cannot go on, for a reason outside of it: one line; the stack is for who asks for details.</summary>
    public static void ServerFailed(this ILogger log, Exception error) =>
        log.Fatal(log.IsEnabled(LogEventLevel.Debug) ? error : null, "The server cannot go on: {Reason}", error.Message);

    /// <summary>The server ends by a fault of its own; the stack is what a report of it needs.</summary>
    public static void ServerBroken(this ILogger log, Exception? error) =>
        log.Fatal(error, "The server ends by a fault of its own: {Reason}", error?.Message);

    /// <summary>A task failed that nobody awaited: a fault of the server.</summary>
    public static void TaskForgotten(this ILogger log, Exception error) =>
        log.Error(error, "A task failed and nobody was told");

    /// <summary>The drain took too long and was given up.</summary>
    public static void StopCutShort(this ILogger log) =>
        log.Warning("Stopping took too long; some clients were not told");
}
