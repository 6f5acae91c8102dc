using Chat.Client.Plain.Editing;
using Chat.Client.Store;
using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain.Editing;

[TestFixture]
[CancelAfter(20_000)]
public sealed class HistoryFileTests
{
    private TemporaryFolder _temporary = null!;
    private DataFolder _folder = null!;
    private HistoryFile _file = null!;

    [SetUp]
    public void SetUp()
    {
        _temporary = new TemporaryFolder();
        _folder = DataFolder.Open(_temporary["data"]);
        _file = new HistoryFile(_folder, TimeProvider.System);
    }

    [TearDown]
    public void TearDown() => _temporary.Dispose();

    [Test]
    public async Task Lines_ComeBackAsTheyWere(CancellationToken cancellationToken)
    {
        string[] lines = ["one", "two\nlines", @"back\slash \n", "世界 \U0001F600", "  spaces "];
        foreach (var line in lines)
        {
            await _file.AppendAsync(line, cancellationToken);
        }

        Assert.That(new HistoryFile(_folder, TimeProvider.System).Read(), Is.EqualTo(lines));
        Assert.That(await File.ReadAllLinesAsync(_folder[HistoryFile.FileName], cancellationToken), Has.Length.EqualTo(lines.Length), "one a line");
    }

    [Test]
    public void Read_OfNoFile_IsNothing() => Assert.That(_file.Read(), Is.Empty);

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has other rights than modes.")]
    public async Task TheFile_IsForItsOwnerOnly_AndRefusedOtherwise(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            await _file.AppendAsync("one", cancellationToken);
            var path = _folder[HistoryFile.FileName];
            Assert.That(File.GetUnixFileMode(path), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));

            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.That(_file.Read, Throws.TypeOf<StoreException>().With.Message.Contains("chmod 600"));
        }
    }

    [Test]
    public async Task ALine_AfterOneThatWasCutOff_IsALineOfItsOwn(CancellationToken cancellationToken)
    {
        _folder.Write(HistoryFile.FileName, "one\ncut o");
        await _file.AppendAsync("two", cancellationToken);

        Assert.That(_file.Read(), Is.EqualTo(["one", "cut o", "two"]));
    }

    [Test]
    public async Task AFileThatGrows_IsCutToTheNewestLines(CancellationToken cancellationToken)
    {
        _folder.Write(HistoryFile.FileName, string.Concat(Enumerable.Range(0, 2 * InputHistory.MaxEntries).Select(i => $"{i}\n")));
        await _file.AppendAsync("newest", cancellationToken);

        var lines = await File.ReadAllLinesAsync(_folder[HistoryFile.FileName], cancellationToken);
        Assert.That(lines, Has.Length.EqualTo(InputHistory.MaxEntries));
        Assert.That(lines[^1], Is.EqualTo("newest"));
    }

    [Test]
    public async Task AFileOfLongLines_IsBoundedToo(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 40; i++)
        {
            await _file.AppendAsync($"{i} {new string('x', 16_000)}", cancellationToken);
        }

        Assert.That(new FileInfo(_folder[HistoryFile.FileName]).Length, Is.LessThan(540_000));
        Assert.That(_file.Read()[^1], Does.StartWith("39 "));
    }

    [Test]
    public async Task SeveralClients_LoseNothingOfEachOther(CancellationToken cancellationToken)
    {
        var clients = Enumerable.Range(0, 4).Select(async client =>
        {
            var file = new HistoryFile(_folder, TimeProvider.System);
            for (var i = 0; i < 20; i++)
            {
                await file.AppendAsync($"{client}.{i}", cancellationToken);
            }
        });
        await Task.WhenAll(clients);

        var expected = Enumerable.Range(0, 80).Select(i => $"{i / 20}.{i % 20}");
        Assert.That(_file.Read(), Is.EquivalentTo(expected));
    }

    [Test]
    public async Task Run_WritesWhatIsAdded_AndTellsOnceThatItCannot()
    {
        var failures = new List<StoreException>();
        _file.Add("one");
        _file.Add("two");
        _file.Complete();
        await _file.RunAsync(failures.Add);
        Assert.That(_file.Read(), Is.EqualTo(["one", "two"]));
        Assert.That(failures, Is.Empty);

        File.Delete(_folder[HistoryFile.FileName]);
        Directory.CreateDirectory(_folder[HistoryFile.FileName]);
        var other = new HistoryFile(_folder, TimeProvider.System);
        other.Add("three");
        other.Add("four");
        other.Complete();
        await other.RunAsync(failures.Add);
        Assert.That(failures, Has.Count.EqualTo(1));
    }
}
