using System.Diagnostics;
using System.Text.Json;
using Chat.Bench.Load;
using Chat.Bench.Measuring;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class JsonReportTests
{
    [Test]
    public void Write_OfARun_HasWhatWasMeasuredInTheUnitsThatItNames()
    {
        var latencies = new Latencies();
        latencies.Add(Stopwatch.Frequency / 1_000);
        var json = Write(new LoadOptions { Serve = "memory", Rate = 5 }, new LoadResult
        {
            Time = TimeSpan.FromSeconds(2),
            Deliveries = 1_000,
            Posts = 10,
            ServerCpu = TimeSpan.FromMilliseconds(1),
            Latencies = latencies,
            Lost = 3,
        });

        Assert.That(json.GetProperty("deliveriesPerSecond").GetDouble(), Is.EqualTo(500));
        Assert.That(json.GetProperty("postsPerSecond").GetDouble(), Is.EqualTo(5));
        Assert.That(json.GetProperty("serverCpuMicrosecondsPerDelivery").GetDouble(), Is.EqualTo(1));
        Assert.That(json.GetProperty("latencyMicroseconds").GetProperty("p99.9").GetDouble(), Is.EqualTo(1_000).Within(10));
        Assert.That(json.GetProperty("lost").GetInt64(), Is.EqualTo(3));
        Assert.That(json.GetProperty("machine").GetString(), Is.EqualTo("a machine"));
        Assert.That(json.GetProperty("options").GetProperty("rate").GetDouble(), Is.EqualTo(5));
        Assert.That(json.GetProperty("options").GetProperty("window").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public void Write_OfARunThatMeasuredNothing_HasNulls()
    {
        var json = Write(new LoadOptions { Address = "localhost" }, new LoadResult { Failure = "why" });

        Assert.That(json.GetProperty("failure").GetString(), Is.EqualTo("why"));
        Assert.That(json.GetProperty("deliveriesPerSecond").GetDouble(), Is.Zero);
        foreach (var name in new[] { "latencyMicroseconds", "serverCpuMicrosecondsPerDelivery", "memoryBytesPerConnection", "reconnectMicroseconds", "loginsPerSecond" })
        {
            Assert.That(json.GetProperty(name).ValueKind, Is.EqualTo(JsonValueKind.Null), name);
        }
    }

    private static JsonElement Write(LoadOptions options, LoadResult result)
    {
        using var stream = new MemoryStream();
        JsonReport.Write(options, result, "a machine", stream);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
