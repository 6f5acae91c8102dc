using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Chat.Protocol;
using Chat.Protocol.Frames;
using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>docs/protocol.md and the library tell the same.</summary>
[TestFixture]
public sealed class ProtocolPageTests
{
    private static readonly string Page = SourceTree.Read("docs/protocol.md");

    [Test]
    public void TableOfFrames_KindsAndNames_AreThoseOfTheLibrary()
    {
        var rows = Regex.Matches(Page, @"(?m)^\| (\d+) \| (\w+)(?: →| \(| \|)")
            .ToDictionary(row => int.Parse(row.Groups[1].Value, CultureInfo.InvariantCulture), row => row.Groups[2].Value);

        var kinds = Enum.GetValues<FrameKind>().Where(kind => kind != FrameKind.Unknown);
        Assert.That(rows, Is.EquivalentTo(kinds.ToDictionary(kind => (int)kind, kind => kind.ToString())));
    }

    [Test]
    public void TablesOfErrors_Codes_AreThoseOfTheLibrary()
    {
        var section = Page[Page.IndexOf("## Errors", StringComparison.Ordinal)..Page.IndexOf("## All frames", StringComparison.Ordinal)];
        var parts = section.Split("These do not:");
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!).ToArray();

        Assert.That(parts, Has.Length.EqualTo(2));
        Assert.That(CodesIn(parts[0]), Is.EquivalentTo(codes.Where(ErrorCodes.ClosesConnection)));
        Assert.That(CodesIn(parts[1]), Is.EquivalentTo(codes.Where(code => !ErrorCodes.ClosesConnection(code))));

        static IEnumerable<string> CodesIn(string table) => Regex.Matches(table, @"(?m)^\| (`[^|]+) \|")
            .SelectMany(row => Regex.Matches(row.Groups[1].Value, "`([a-z_]+)`"))
            .Select(code => code.Groups[1].Value);
    }

    [Test]
    public void Exchange_Bytes_AreWhatTheCodecReadsAndWrites()
    {
        var section = Page[Page.IndexOf("## An exchange in bytes", StringComparison.Ordinal)..Page.IndexOf("## A client that loses nothing", StringComparison.Ordinal)];
        var frames = Regex.Matches(section, @"(?m)^    ([CS])  ((?:[0-9a-f]{2}\s+)+)([A-Z]\w+)\s+\[");

        Assert.That(frames, Has.Count.EqualTo(7));
        foreach (Match match in frames)
        {
            var bytes = Convert.FromHexString(Regex.Replace(match.Groups[2].Value, @"\s+", ""));
            var input = new ReadOnlySequence<byte>(bytes);

            Assert.That(FrameReader.TryRead(ref input, Limits.MaxFrame, out var payload), Is.True);
            Assert.That(input.IsEmpty, Is.True);
            Frame frame = match.Groups[1].Value == "C" ? FrameCodec.DecodeRequest(payload) : FrameCodec.DecodeReply(payload);
            Assert.That(frame.FrameKind.ToString(), Is.EqualTo(match.Groups[3].Value));
            Assert.That(FrameCodec.Encode(frame), Is.EqualTo(bytes));
        }
    }

    [TestCase(Limits.MaxFrame)]
    [TestCase(Limits.MaxHelloFrame)]
    [TestCase(Limits.MaxText)]
    [TestCase(Limits.MaxTopic)]
    [TestCase(Limits.MaxAway)]
    [TestCase(Limits.MaxAgent)]
    [TestCase(Limits.MaxNick)]
    [TestCase(Limits.MaxUnanswered)]
    [TestCase(Limits.MaxPage)]
    [TestCase(Limits.MaxPresenceRoom)]
    [TestCase(Limits.HelloSeconds)]
    [TestCase(Limits.PingSeconds)]
    [TestCase(Limits.PongSeconds)]
    [TestCase(Limits.StalledSeconds)]
    [TestCase(Limits.ResumeMinutes)]
    public void TableOfLimits_EachBound_IsNamed(int bound)
    {
        var section = Page[Page.IndexOf("## Limits", StringComparison.Ordinal)..Page.IndexOf("## An exchange in bytes", StringComparison.Ordinal)];

        Assert.That(section, Does.Match($@"\b{bound.ToString("N0", CultureInfo.InvariantCulture)}\b"));
    }
}
