using Chat.Server.Delivery;
using Chat.Server.Requests;
using Chat.Server.Sequencing;
using Serilog;

namespace Chat.Server.Sessions;

/// <summary>What all sessions of a server share.</summary>
internal sealed record SessionContext(
    SessionOptions Options, RequestRouter Requests, CommitDriver Driver, Lanes Lanes, TimeProvider Time, ILogger Log, CancellationToken Stopping);
