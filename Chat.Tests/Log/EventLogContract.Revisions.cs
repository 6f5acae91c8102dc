using Chat.Protocol;
using Chat.Server.Log;
using NUnit.Framework;

namespace Chat.Tests.Log;

/// <summary>Edits and deletions are true of the past.</summary>
internal abstract partial class EventLogContract
{
    [Test]
    public async Task AppendAsync_OfAnEdit_GivesTheEditedEventTheNewText([Values] bool inOneGroup)
    {
        var log = NewLog();
        var said = Said(1, "teh", EventKind.Action) with { Key = NewKey(), Nick = "then" };
        var edit = Said(2, "the", EventKind.Edit, 1) with { Key = NewKey(), Nick = "now" };
        await AppendInAsync(inOneGroup, log, said, edit);

        Assert.That(await AllAsync(log), Is.EqualTo(new[] { said with { Text = "the" }, edit }));
    }

    [Test]
    public async Task AppendAsync_OfAnotherEdit_GivesTheEditBeforeTheNewTextToo([Values] bool inOneGroup)
    {
        var log = NewLog();
        LogEvent[] events =
        [
            Said(1, "1"), Said(2, "other"), Said(3, "2", EventKind.Edit, 1), Said(4, "other's", EventKind.Edit, 2), Said(5, "3", EventKind.Edit, 1), Said(6, "4", EventKind.Edit, 1),
        ];
        await AppendInAsync(inOneGroup, log, events);

        Assert.That(await TextsAsync(log), Is.EqualTo(new[] { "4", "other's", "4", "other's", "4", "4" }));
    }

    [Test]
    public async Task AppendAsync_OfADeletion_LeavesNothingOfTheTextButWhoAndWhen([Values] bool inOneGroup)
    {
        var log = NewLog();
        var said = Said(1, "secret") with { Key = NewKey(), Ref = null };
        var reply = Said(2, "reply", EventKind.Notice, 1) with { Author = Ben };
        var deletion = Said(3, "", EventKind.Delete, 1) with { Key = NewKey() };
        await AppendInAsync(inOneGroup, log, said, reply, deletion);

        Assert.That(await AllAsync(log), Is.EqualTo(new[] { said with { Kind = EventKind.Delete, Ref = 1, Text = "" }, reply, deletion }));
    }

    [Test]
    public async Task AppendAsync_OfADeletion_EmptiesTheEdits([Values] bool inOneGroup)
    {
        var log = NewLog();
        LogEvent[] events =
        [
            Said(1, "a"), Said(2, "b"), Said(3, "a2", EventKind.Edit, 1), Said(4, "b2", EventKind.Edit, 2), Said(5, "a3", EventKind.Edit, 1), Said(6, "", EventKind.Delete, 1),
        ];
        await AppendInAsync(inOneGroup, log, events);

        Assert.That(await AllAsync(log), Is.EqualTo(new[]
        {
            events[0] with { Kind = EventKind.Delete, Ref = 1, Text = "" },
            events[1] with { Text = "b2" },
            events[2] with { Text = "" },
            events[3],
            events[4] with { Text = "" },
            events[5],
        }));
    }

    [Test]
    public async Task AppendAsync_OfARevision_ChangesNoOtherLog()
    {
        var (log, other) = (NewLog(), NewLog());
        await AppendAsync(log, Said(1, "here"));
        await AppendAsync(other, Said(1, "there"), Said(2, "there 2", EventKind.Edit, 1));

        await AppendAsync(log, Said(2, "here 2", EventKind.Edit, 1));
        await AppendAsync(log, Said(3, "", EventKind.Delete, 1));

        Assert.That(await TextsAsync(other), Is.EqualTo(new[] { "there 2", "there 2" }));
    }

    [Test]
    public async Task AppendAsync_OfARevisionOfWhatIsNotThere_IsStored()
    {
        var log = NewLog();
        await AppendAsync(log, Said(1, "edit", EventKind.Edit, 99), Said(2, "", EventKind.Delete, 98));

        Assert.That((await AllAsync(log)).Select(logEvent => logEvent.Kind), Is.EqualTo(new[] { EventKind.Edit, EventKind.Delete }));
    }

    [Test]
    public async Task FindAsync_AfterADeletion_TellsThatItIsNoMessageAndWhoseItWas()
    {
        var log = NewLog();
        var key = NewKey();
        await AppendAsync(log, Said(1, "gone") with { Author = Ben, Key = key });
        await AppendAsync(log, Said(2, "", EventKind.Delete, 1));

        Assert.That(await FindAsync(log, 1), Is.EqualTo(new EventOrigin(Ben, EventKind.Delete)));
        Assert.That((await FindAsync(log, 1))!.Value.IsMessage, Is.False);
        Assert.That((await Store.FindKeyAsync(new PostKey(Ben, key), CancellationToken.None))?.Seq, Is.EqualTo(1));
    }

    [Test]
    public async Task FindAsync_AfterAnEdit_StillTellsWhatItWas()
    {
        var log = NewLog();
        await AppendAsync(log, Said(1, "waves", EventKind.Action));
        await AppendAsync(log, Said(2, "smiles", EventKind.Edit, 1));

        Assert.That(await FindAsync(log, 1), Is.EqualTo(new EventOrigin(Ann, EventKind.Action)));
    }

    /// <summary>Texts of any history are those that come out when each revision is applied to all that went before.</summary>
    [Test]
    public async Task ReadAsync_AfterAnyHistory_IsThePastAsRevised([Range(1, 40)] int seed)
    {
#pragma warning disable RS0030 // The seed makes it the same every time.
        var random = new Random(seed);
#pragma warning restore RS0030
        var log = NewLog();
        var past = new List<LogEvent>();
        for (var group = 0; group < 25; group++)
        {
            var events = new List<LogEvent>();
            for (var left = random.Next(1, 4); left > 0; left--)
            {
                var next = Next(past, random);
                past = [.. past.Select(logEvent => logEvent.RevisedBy(next)), next];
                events.Add(next);
            }

            await AppendAsync(log, [.. events]);
            Assert.That(await AllAsync(log), Is.EqualTo(past));
        }

        for (var reads = 0; reads < 50; reads++)
        {
            await CompareAsync(log, past, random);
        }
    }

    private async Task CompareAsync(LogId log, List<LogEvent> past, Random random)
    {
        var (after, before) = (random.Next(-2, past.Count + 2), random.Next(-2, past.Count + 3));
        var read = new LogRead(log, after, before, random.Next(1, 12), random.Next(0, 40), random.Next(2) == 0);
        var wanted = past.Where(logEvent => logEvent.Seq > after && logEvent.Seq < before);
        var bytes = 0;
        var fitting = (read.FromEnd ? wanted.Reverse() : wanted)
            .TakeWhile((logEvent, i) => i < read.Limit && ((bytes += logEvent.Text.Length) <= read.MaxBytes || i == 0));

        var slice = await Store.ReadAsync(read, CancellationToken.None);

        Assert.That(slice.Events, Is.EqualTo(read.FromEnd ? fitting.Reverse() : fitting), read.ToString());
    }

    /// <summary>Something said, or a revision of something that still may be revised.</summary>
    private static LogEvent Next(List<LogEvent> past, Random random)
    {
        var seq = past.Count + 1;
        var messages = past.Where(logEvent => new EventOrigin(logEvent.Author, logEvent.Kind).IsMessage).ToArray();
        var text = $"text {seq}";
        if (messages.Length == 0 || random.Next(3) == 0)
        {
            return Said(seq, text, (EventKind)random.Next(3));
        }

        var about = messages[random.Next(messages.Length)].Seq;
        return random.Next(6) switch
        {
            0 => Said(seq, "", EventKind.Delete, about),
            1 => Said(seq, ":+1:", EventKind.Reaction, about),
            2 => Said(seq, text, EventKind.Text, about),
            _ => Said(seq, text, EventKind.Edit, about),
        };
    }

    private async Task AppendInAsync(bool oneGroup, LogId log, params LogEvent[] events)
    {
        foreach (var part in oneGroup ? [events] : events.Select(logEvent => new[] { logEvent }))
        {
            await AppendAsync(log, part);
        }
    }
}
