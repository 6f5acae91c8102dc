using System.Text.Json;
using System.Xml.Linq;
using Chat.Bench.Peers.Fanout;
using Chat.Bench.Peers.Plots;
using Chat.Bench.Peers.Results;
using NUnit.Framework;

namespace Chat.Tests.Bench;

/// <summary>What becomes of the rounds of a comparison: medians, tables, drawings.</summary>
[TestFixture]
public sealed class SummaryTests
{
    private const string Machine = "two processors <&\">";

    [Test]
    public void Of_ThreeRounds_HasMediansRangesAndRatiosByRound()
    {
        var comparison = Summary.Of([Stage("limit", 1, 100), Stage("chatd-memory", 1, 90), Stage("chatd-memory", 2, 50), Stage("limit", 2, 50), Stage("limit", 3, 200), Stage("chatd-memory", 3, 100)], Machine);

        var ours = comparison.Stages.Single(static stage => stage.Server == "chatd-memory");
        Assert.That(comparison.Stages.Select(static stage => stage.Server), Is.EqualTo(["limit", "chatd-memory"]));
        Assert.That((ours.Shape, ours.Stage, ours.Runs, ours.Lost), Is.EqualTo(("1x10", "window 16", 3, 3)));
        Assert.That(ours.DeliveriesPerSecond, Is.EqualTo(new Spread(90, 50, 100)));
        Assert.That(ours.BesideLimit, Is.EqualTo(new Spread(0.9, 0.5, 1)));
    }

    [Test]
    public void Of_NoLimit_HasNoRatio() =>
        Assert.That(Summary.Of([Stage("redis", 1, 100)], Machine).Stages.Single().BesideLimit, Is.Null);

    [TestCase("{}")]
    [TestCase("""{"stage":"connect"}""")]
    [TestCase("no JSON")]
    public void Of_SomethingElse_IsRefused(string line) => Assert.That(() => Summary.Of([line], Machine), Throws.TypeOf<FormatException>());

    [Test]
    public void Of_AnotherTag_IsRefused() =>
        Assert.That(() => Summary.Of([Stage("limit", 1, 100).Replace("limit/1x10/1", "mine", StringComparison.Ordinal)], Machine), Throws.TypeOf<FormatException>());

    [Test]
    public void Comparison_WrittenAndRead_IsTheSame()
    {
        var json = JsonSerializer.Serialize(Whole(), ComparisonJson.Default.Comparison);

        var read = JsonSerializer.Deserialize(json, ComparisonJson.Default.Comparison)!;

        Assert.That(JsonSerializer.Serialize(read, ComparisonJson.Default.Comparison), Is.EqualTo(json));
        Assert.That(read.Stages, Is.EqualTo(Whole().Stages));
    }

    [Test]
    public void Print_Whole_HasATableForEachStageAndShape()
    {
        using var text = new StringWriter();

        ComparisonTables.Print(Whole(), text);

        Assert.That(text.ToString(), Does.Contain("### 1 × 10, window 16").And.Contain("### Coming in: 1000 connections").And.Contain("| chatd-memory | 2 "));
    }

    [Test]
    public void Draw_Whole_IsWellFormedAndNamesEveryServer()
    {
        var drawings = new[] { RatePlot.Draw(Whole()), CostPlot.Draw(Whole()), MemoryPlot.Draw(Whole()) };

        foreach (var drawing in drawings)
        {
            var svg = XDocument.Parse(drawing!.ToString());
            var texts = svg.Descendants().Where(static element => element.Name.LocalName == "text").Select(static element => element.Value);
            var numbers = svg.Descendants().Attributes().Select(static attribute => attribute.Value);

            Assert.That(svg.Root!.Name.NamespaceName, Is.EqualTo("http://www.w3.org/2000/svg"));
            Assert.That(texts, Does.Contain("chatd, memory").And.Contain("limit of one core"));
            Assert.That(numbers, Has.None.Contains("NaN").And.None.Contains("∞").And.None.Contains("Infinity"));
        }
    }

    [Test]
    public void Draw_Nothing_IsNothing()
    {
        var nothing = Summary.Of([], Machine);

        Assert.That(RatePlot.Draw(nothing) ?? CostPlot.Draw(nothing) ?? MemoryPlot.Draw(nothing), Is.Null);
    }

    [Test]
    public void ToString_TextWithMarkup_IsEscaped()
    {
        var drawing = new SvgDrawing(10, 10, Machine);
        drawing.Text(0, 0, "<script>&\"");

        Assert.That(XDocument.Parse(drawing.ToString()).Descendants().Last().Value, Is.EqualTo("<script>&\""));
    }

    [TestCase(0, 4, 1)]
    [TestCase(3.9e6, 4, 4e6)]
    [TestCase(4e6, 4, 4e6)]
    [TestCase(0.23, 5, 0.25)]
    [TestCase(101, 5, 150)]
    public void Scale_ForAValue_EndsAtARoundNumber(double most, int steps, double end)
    {
        var scale = Scale.For(most, steps);

        Assert.That(scale.Most, Is.EqualTo(end).Within(1e-9));
        Assert.That(scale.Ticks.Last(), Is.EqualTo(end).Within(1e-9));
    }

    [Test]
    public void LogScale_ForValues_HoldsThemBetweenRoundNumbers()
    {
        var scale = LogScale.For(0.23, 4.1);

        Assert.That(scale.Ticks, Is.EqualTo([0.2, 0.5, 1, 2, 5]));
        Assert.That((scale.Place(0.2, 100), scale.Place(1, 100), scale.Place(5, 100)), Is.EqualTo((0.0, 50.0, 100.0)));
    }

    [Test]
    public void LogScale_ForOneValue_HasALength() => Assert.That(LogScale.For(10, 10), Is.EqualTo(new LogScale(10, 20)));

    [TestCase(0, ExpectedResult = "0")]
    [TestCase(0.2345, ExpectedResult = "0.23")]
    [TestCase(999.9, ExpectedResult = "1 k")]
    [TestCase(274_600, ExpectedResult = "275 k")]
    [TestCase(999_900, ExpectedResult = "1 M")]
    [TestCase(3_912_000, ExpectedResult = "3.91 M")]
    public string Count_OfASize_HasThreeDigits(double value) => Quantity.Count(value);

    private static Comparison Whole() => Summary.Of(
        [
            """{"stage":"about","server":"limit","version":"1 < 2 & 3"}""",
            .. new[] { 1, 2 }.SelectMany(static round => new[]
            {
                Stage("limit", round, 1e6 * round), Stage("chatd-memory", round, 9e5), Stage("redis", round, 8e5), Entry("limit", round), Entry("chatd-memory", round), Entry("redis", round),
            }),
        ],
        Machine);

    private static string Entry(string server, int round) => JsonSerializer.Serialize(
        new ConnectReport
        {
            Tag = $"{server}/idle/{round}",
            Protocol = "raw",
            Rooms = 100,
            Members = 10,
            Senders = 0,
            Ready = 1000,
            Failed = 0,
            Seconds = 1,
            ConnectsPerSecond = 1000,
            ServerCpuUsPerConnect = 20,
            ServerBusyPercent = 2,
            GeneratorBusyPercent = 2,
            BytesPerConnection = 1000 * round,
            ResidentBytesPerConnection = 1000,
            ServerBytesBefore = 0,
            ServerBytesAfter = 1_000_000,
            Error = "",
        },
        ReportJson.Default.ConnectReport);

    private static string Stage(string server, int round, double rate) => JsonSerializer.Serialize(
        new StageReport
        {
            Stage = "window",
            Tag = $"{server}/1x10/{round}",
            Protocol = "raw",
            Rooms = 1,
            Members = 10,
            Senders = 1,
            Size = 64,
            Window = 16,
            Rate = 0,
            Seconds = 1,
            Messages = 10,
            Deliveries = 100,
            DeliveriesPerSecond = rate,
            ServerCpuUs = 0.25,
            ServerUserUs = 0.05,
            ServerSystemUs = 0.2,
            ServerBusyPercent = 99,
            GeneratorBusyPercent = 80,
            GeneratorCpuUs = 0.2,
            MessagesPerRecv = 16,
            BytesPerDelivery = 73,
            P50Us = 100,
            P99Us = 200,
            LastP50Us = 100,
            LastP99Us = 200,
            Lost = 1,
            OutOfOrder = 0,
            Strays = 0,
            Failed = 0,
            Error = "",
        },
        ReportJson.Default.StageReport);
}
