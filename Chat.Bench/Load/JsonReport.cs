using System.Text.Json;
using Chat.Bench.Measuring;

namespace Chat.Bench.Load;

/// <summary>Tells programs what a run has found out: one object, in which what was not looked for is null.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true };

    public static void Write(LoadOptions options, LoadResult result, string machine, Stream to)
    {
        using var json = new Utf8JsonWriter(to, Layout);
        json.WriteStartObject();
        WriteOptions(json, options);
        json.WriteString("machine", machine);
        json.WriteString("failure", result.Failure);
        json.WriteBoolean("interrupted", result.WasInterrupted);
        json.WriteNumber("seconds", result.Time.TotalSeconds);
        json.WriteNumber("deliveries", result.Deliveries);
        json.WriteNumber("deliveriesPerSecond", result.DeliveriesPerSecond);
        json.WriteNumber("posts", result.Posts);
        json.WriteNumber("postsPerSecond", result.PostsPerSecond);
        WriteNumber(json, "loginsPerSecond", result.LoginsPerSecond);
        WriteLatencies(json, "latencyMicroseconds", result.Latencies);
        WriteNumber(json, "serverCpuSeconds", result.ServerCpu?.TotalSeconds);
        json.WriteNumber("generatorCpuSeconds", result.OwnCpu.TotalSeconds);
        WriteNumber(json, "serverCpuMicrosecondsPerDelivery", result.CpuPerDelivery);
        WriteNumber(json, "serverMemoryBytes", result.ServerMemory);
        WriteNumber(json, "memoryBytesPerConnection", result.BytesPerConnection);
        json.WriteNumber("checked", result.Checked);
        json.WriteNumber("lost", result.Lost);
        json.WriteNumber("doubled", result.Doubled);
        json.WriteNumber("disordered", result.Disordered);
        json.WriteNumber("expired", result.Expired);
        json.WriteNumber("unanswered", result.Unanswered);
        json.WriteNumber("slowEvents", result.SlowEvents);
        WriteNumber(json, "slowSeconds", result.SlowTime?.TotalSeconds);
        json.WriteNumber("reconnects", result.Reconnects);
        WriteLatencies(json, "reconnectMicroseconds", result.ReconnectLatencies);
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, LoadOptions options)
    {
        json.WriteStartObject("options");
        json.WriteString("address", options.Address);
        json.WriteString("serve", options.Serve);
        json.WriteString("serverCores", options.ServerCores);
        json.WriteNumber("rooms", options.Rooms);
        json.WriteNumber("members", options.Members);
        json.WriteNumber("senders", options.Senders);
        WriteNumber(json, "window", options.Rate is null ? options.EffectiveWindow : null);
        WriteNumber(json, "rate", options.Rate);
        json.WriteNumber("size", options.Size);
        json.WriteBoolean("tls", options.Tls);
        json.WriteNumber("seconds", options.Seconds);
        json.WriteNumber("warmUp", options.WarmUp);
        json.WriteNumber("threads", options.EffectiveThreads);
        json.WriteNumber("slow", options.Slow);
        json.WriteNumber("reconnectStorm", options.ReconnectStorm);
        json.WriteNumber("idle", options.Idle);
        WriteNumber(json, "login", options.Login);
        json.WriteEndObject();
    }

    private static void WriteLatencies(Utf8JsonWriter json, string name, Latencies? latencies)
    {
        if (latencies is not { Count: > 0 })
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("count", latencies.Count);
        json.WriteNumber("p50", Report.Microseconds(latencies.Percentile(50)));
        json.WriteNumber("p90", Report.Microseconds(latencies.Percentile(90)));
        json.WriteNumber("p99", Report.Microseconds(latencies.Percentile(99)));
        json.WriteNumber("p99.9", Report.Microseconds(latencies.Percentile(99.9)));
        json.WriteNumber("max", Report.Microseconds(latencies.Most));
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
