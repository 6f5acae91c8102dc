using System.Text.Json;
using Chat.Bench.Peers.Fanout;

namespace Chat.Bench.Peers.Results;

/// <summary>A line of a run: one of the generator's reports, which have "server/shape/round" as their tag, or what a server is.</summary>
/// <param name="Server">Whose.</param>
/// <param name="Shape">What rooms and members were like; empty where there were none.</param>
/// <param name="Round">In which round.</param>
internal sealed record RunLine(string Server, string Shape, int Round)
{
    public ConnectReport? Connect { get; private init; }

    public StageReport? Stage { get; private init; }

    public PeerServer? About { get; private init; }

    /// <exception cref="FormatException">It is none.</exception>
    public static RunLine Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            switch (document.RootElement.GetProperty("stage").GetString())
            {
                case "about":
                    var about = new PeerServer(document.RootElement.GetProperty("server").GetString()!, document.RootElement.GetProperty("version").GetString()!);
                    return new RunLine(about.Server, "", 0) { About = about };
                case "connect":
                    var connect = document.Deserialize(ReportJson.Default.ConnectReport)!;
                    return Tagged(connect.Tag) with { Connect = connect };
                default:
                    var stage = document.Deserialize(ReportJson.Default.StageReport)!;
                    return Tagged(stage.Tag) with { Stage = stage };
            }
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"This is no line of a run: {line}", error);
        }
    }

    private static RunLine Tagged(string tag) => tag.Split('/') is [var server, var shape, var round] && int.TryParse(round, out var number)
        ? new RunLine(server, shape, number)
        : throw new FormatException($"The tag '{tag}' is not server/shape/round.");
}
