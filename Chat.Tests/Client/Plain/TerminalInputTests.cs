using Chat.Client;
using Chat.Client.Plain;
using Chat.Protocol.Frames;
using NUnit.Framework;
using static Chat.Tests.Client.Connection.SessionHarness;

namespace Chat.Tests.Client.Plain;

/// <summary>Keys as a terminal sends them, and what is on the screen then.</summary>
[TestFixture]
[CancelAfter(20_000)]
public sealed class TerminalInputTests
{
    private TypingHarness _typing = null!;

    private VirtualTerminal Terminal => _typing.Terminal;

    [SetUp]
    public async Task SetUpAsync() => _typing = await TypingHarness.StartAsync("soup for all", "hello");

    [TearDown]
    public async Task TearDownAsync() => await _typing.DisposeAsync();

    [TestCase("one two^AX", "Xone two")]
    [TestCase("one two^A^FX", "oXne two")]
    [TestCase("one two^BX", "one twXo")]
    [TestCase("one two^A^EX", "one twoX")]
    [TestCase("one two^[bX", "one Xtwo")]
    [TestCase("one two^A^[fX", "oneX two")]
    [TestCase("one two^A^K", "")]
    [TestCase("one two^U", "")]
    [TestCase("one two^W", "one ")]
    [TestCase("one-two^[^?", "one-")]
    [TestCase("one two^A^[d", " two")]
    [TestCase("one two^A^D", "ne two")]
    [TestCase("one two^W^A^Y", "twoone ")]
    [TestCase("one two^W^B^E^U^Y^[y", "two")]
    [TestCase("one^T", "oen")]
    [TestCase("one^W^_", "one")]
    [TestCase("one^[^Mtwo", "one↵two")]
    [TestCase("^[[A", "hello")]
    [TestCase("^[[A^[[A", "soup for all")]
    [TestCase("x^[[A^[[B", "x")]
    public async Task Keys_EditAsInAShell(string keys, string expected)
    {
        await _typing.PressAsync(TypingHarness.Keys(keys));

        Assert.That(Terminal.Bottom, Is.EqualTo($"[#lobby] {expected}"));
    }

    [Test]
    public async Task APaste_OfManyLines_IsAskedFor_AndEnterSendsItAsOneMessage()
    {
        await _typing.PressAsync(Pasted(12));
        Assert.That(Terminal.Below, Is.EqualTo(["12 lines pasted: Enter sends one message, Esc drops it, other keys edit"]));
        await _typing.PressAsync("\r");
        var post = await _typing.Connection.ReadAsync<PostFrame>();

        Assert.That(post.Text, Is.EqualTo(string.Join('\n', Enumerable.Range(1, 12).Select(i => $"line {i}"))));
        Assert.That(Terminal.Below, Is.Empty);
    }

    [Test]
    public async Task APaste_OfManyLines_IsDroppedByEscape_AndOnlyIt()
    {
        await _typing.PressAsync("mine ");
        await _typing.PressAsync(Pasted(6));
        Assert.That(Terminal.Below, Has.Count.EqualTo(1));
        await _typing.PressAsync("\u001B");
        Assert.That((Terminal.Bottom, Terminal.Below.Count), Is.EqualTo(("[#lobby] mine ", 0)));

        await _typing.PressAsync(Pasted(6));
        await _typing.InterruptAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] mine "));
    }

    [Test]
    public async Task APaste_OfManyLines_IsEditedByAnyOtherKey()
    {
        await _typing.PressAsync(Pasted(6));
        await _typing.PressAsync("!");

        Assert.That(Terminal.Below, Is.Empty);
        Assert.That(Terminal.Bottom, Does.EndWith("↵line 6!"));
    }

    [Test]
    public async Task APaste_OfFiveLines_IsNotAskedFor_AndItsLastLineEndIsLeftOut()
    {
        await _typing.PressAsync(Pasted(5));

        Assert.That(Terminal.Below, Is.Empty);
        Assert.That(Terminal.Bottom, Does.EndWith("line 5"));
    }

    [Test]
    public async Task APaste_ThatNeverEnds_IsThereAfterAWhile_ThoughNoKeyIsPressed()
    {
        await _typing.PressAsync("\u001B[200~half a pas");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
        await _typing.PassAsync(KeyDecoder.PastePatience + TimeSpan.FromMilliseconds(5));

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] half a pas"));
        await _typing.PressAsync("te\r");
        Assert.That((await _typing.Connection.ReadAsync<PostFrame>()).Text, Is.EqualTo("half a paste"));
    }

    [Test]
    public async Task APaste_ThatIsTooLong_IsCut_AndSaysSo()
    {
        await _typing.PressAsync($"\u001B[200~{new string('x', LineEditor.MaxLength + 5)}\u001B[201~");

        Assert.That(Terminal.Above[^1], Does.Contain("the rest was left out"));
        Assert.That(_typing.Editor.Text, Has.Length.EqualTo(LineEditor.MaxLength));
    }

    [Test]
    public async Task CtrlC_OnAnEmptyLine_SaysHowToQuit_AndTheSecondDoes()
    {
        await _typing.PressAsync("text");
        await _typing.InterruptAsync();
        Assert.That((Terminal.Bottom, Terminal.Below.Count), Is.EqualTo(("[#lobby] ", 0)));
        await _typing.InterruptAsync();
        Assert.That(Terminal.Below, Is.EqualTo(["Ctrl+C again or /quit ends the chat"]));
        await _typing.PressAsync("x\u007F");
        Assert.That(Terminal.Below, Is.Empty, "any other key forgets it");
        await _typing.InterruptAsync();
        Assert.That(_typing.Running.IsCompleted, Is.False);
        _typing.Input.Interrupt();

        await _typing.Connection.ReadAsync<ByeFrame>();
        Assert.That(await _typing.Running, Is.EqualTo(ExitCode.Done));
        Assert.That(Terminal.Below, Is.Empty);
    }

    [Test]
    public async Task CtrlC_OnText_CanBeTakenBack()
    {
        await _typing.PressAsync("precious");
        await _typing.InterruptAsync();
        await _typing.PressAsync("\u001F");

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] precious"));
    }

    [Test]
    public async Task CtrlD_OnAnEmptyLine_Quits()
    {
        _typing.Input.OnKey(new ConsoleKeyInfo('\u0004', ConsoleKey.D, false, false, true), false);

        await _typing.Connection.ReadAsync<ByeFrame>();
        Assert.That(await _typing.Running, Is.EqualTo(ExitCode.Done));
    }

    [Test]
    public async Task CtrlR_SearchesInPlaceOfThePrompt_AndEnterTakesWhatIsFound()
    {
        await _typing.PressAsync("draft\u0012so");
        Assert.That((Terminal.Bottom, Terminal.Column), Is.EqualTo(("(reverse-search)'so': soup for all", 22)));
        await _typing.InterruptAsync();
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] draft"));

        await _typing.PressAsync("\u0012el");
        await _typing.PressAsync("\r");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] hello"));
        await _typing.PressAsync("\r");
        Assert.That((await _typing.Connection.ReadAsync<PostFrame>()).Text, Is.EqualTo("hello"));
    }

    [Test]
    public async Task Tab_CompletesNicksFromTheRoom_CommandsAndEmoji()
    {
        await _typing.Connection.SendAsync(Said("#lobby", 1, "hi"), Said("#lobby", 2, "hi", "bert"));
        await _typing.ToldAsync();
        await _typing.PressAsync("B\t");
        Assert.That((Terminal.Bottom, Terminal.Below.Single()), Is.EqualTo(("[#lobby] B", " bert  bob ")));
        await _typing.PressAsync("\t");
        Assert.That((Terminal.Bottom, Terminal.Below.Single()), Is.EqualTo(("[#lobby] bert: ", "[bert] bob ")));
        await _typing.PressAsync("\t:tad\t");
        Assert.That((Terminal.Bottom, Terminal.Below.Count), Is.EqualTo(("[#lobby] bob: 🎉", 0)));

        await _typing.PressAsync("\u0015/jo\t#l\t");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] /join #lobby "));
    }

    [Test]
    public async Task Keys_GoFromRoomToRoom()
    {
        await _typing.PressAsync("/join #dev\r");
        await _typing.Connection.LetInAsync();
        await _typing.ToldAsync();
        await _typing.Connection.SendAsync(Said("#lobby", 1, "hi"));
        await _typing.ToldAsync();
        var seen = new List<string>();
        foreach (var key in (string[])["\u000E", "\u000E", "\u001B2", "\u001B9", "\u001B/", "\u0010\u0010\u0010", "\u001Ba"])
        {
            await _typing.PressAsync(key);
            seen.Add(Terminal.Bottom);
        }

        Assert.That(seen, Is.EqualTo(
            ["[#lobby] ", "[#dev] ", "[#lobby] ", "[#lobby] ", "[#dev] ", "[#lobby] ", "[#lobby] "]));
        await _typing.PressAsync("\u000E");
        await _typing.Connection.SendAsync(Said("#lobby", 2, "hi again"));
        await _typing.ToldAsync();
        await _typing.PressAsync("\u001Ba");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] "));
    }

    [TestCase("draft^Rso", "draft")]
    [TestCase("draft /j^A^Rhel", "draft /j")]
    [TestCase(":smil^I", ":smil")]
    public async Task ARoomThatIsChanged_WhileSomethingTakesTheKeys_LeavesWhatIsTypedInItsOwn(string keys, string typed)
    {
        await _typing.PressAsync(TypingHarness.Keys(keys));
        await _typing.SelectAsync("#dev");
        Assert.That((Terminal.Bottom, Terminal.Below.Count), Is.EqualTo(("[#dev] ", 0)));
        await _typing.PressAsync("\tx\u0015\u001B");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#dev] "));
        await _typing.SelectAsync("#lobby");

        Assert.That(Terminal.Bottom, Is.EqualTo($"[#lobby] {typed}"));
    }

    [Test]
    public async Task APaste_ThatIsAskedFor_StaysWithItsRoom_WhenThatIsChanged()
    {
        await _typing.PressAsync(Pasted(6));
        await _typing.SelectAsync("#dev");
        Assert.That((Terminal.Bottom, Terminal.Below.Count), Is.EqualTo(("[#dev] ", 0)));
        await _typing.SelectAsync("#lobby");

        Assert.That(Terminal.Bottom, Does.EndWith("↵line 6"));
    }

    [Test]
    public async Task WhatIsTypedAhead_GoesToTheRoomThatItIsTypedFor()
    {
        await _typing.PressAsync("/join #dev\r");
        await _typing.Connection.LetInAsync();
        await _typing.ToldAsync();
        await _typing.PressAsync("for dev\u001B2for the lobby\u001B1!");
        Assert.That(Terminal.Bottom, Is.EqualTo("[#dev] for dev!"));
        await _typing.PressAsync("\u001B2");

        Assert.That(Terminal.Bottom, Is.EqualTo("[#lobby] for the lobby"));
    }

    private static string Pasted(int lines) => $"\u001B[200~{string.Join('\r', Enumerable.Range(1, lines).Select(i => $"line {i}"))}\r\u001B[201~";
}
