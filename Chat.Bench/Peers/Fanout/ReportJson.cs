using System.Text.Json.Serialization;

namespace Chat.Bench.Peers.Fanout;

/// <summary>Reports as lines of JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ConnectReport))]
[JsonSerializable(typeof(StageReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
