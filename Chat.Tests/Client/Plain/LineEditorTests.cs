using Chat.Client.Plain;
using Chat.Client.Plain.Editing;
using Chat.Client.Terminal;
using CsCheck;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class LineEditorTests
{
    private const string Family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";

    [Test]
    public void Insert_InTheMiddle_PushesTheRest()
    {
        var editor = new LineEditor();
        editor.Insert("held");
        editor.Left();
        editor.Insert("lo wor");

        Assert.That((editor.Text, editor.Cursor), Is.EqualTo(("hello word", 9)));
    }

    [Test]
    public void MovingAndDeleting_GoByCharactersAsTheyAreSeen()
    {
        var editor = new LineEditor();
        editor.Insert($"e\u0301{Family}\U0001F1E9\U0001F1EA世");

        editor.Backspace();
        Assert.That(editor.Text, Is.EqualTo($"e\u0301{Family}\U0001F1E9\U0001F1EA"));
        editor.Backspace();
        editor.Backspace();
        Assert.That(editor.Text, Is.EqualTo("e\u0301"));
        editor.Left();
        Assert.That(editor.Cursor, Is.Zero);
        editor.Delete();
        Assert.That(editor.Text, Is.Empty);
        editor.Backspace();
        editor.Delete();
        editor.Left();
        editor.Right();
        Assert.That(editor.Cursor, Is.Zero);
    }

    [Test]
    public void HomeAndEnd_AndDeletingToThem()
    {
        var editor = new LineEditor();
        editor.Insert("one two three");
        editor.Home();
        Assert.That(editor.Cursor, Is.Zero);
        editor.WordRight();
        Assert.That(editor.Cursor, Is.EqualTo(3));
        editor.KillToStart();
        Assert.That(editor.Text, Is.EqualTo(" two three"));
        editor.End();
        editor.WordLeft();
        editor.KillToEnd();
        Assert.That(editor.Text, Is.EqualTo(" two "));
        editor.KillBack();
        Assert.That(editor.Text, Is.EqualTo(" "));
        editor.KillBack();
        Assert.That(editor.Text, Is.Empty);
    }

    [TestCase("abc", 0, "abc", 0)]
    [TestCase("abc", 1, "bac", 2)]
    [TestCase("abc", 3, "acb", 3)]
    [TestCase("a", 1, "a", 1)]
    public void Transpose_SwapsTheCharactersAtTheCursor(string text, int cursor, string expected, int after)
    {
        var editor = new LineEditor();
        editor.Show(new EditedText(text, cursor));
        editor.Transpose();

        Assert.That(editor.Edited, Is.EqualTo(new EditedText(expected, after)));
    }

    [Test]
    public void Transpose_LeavesClustersWhole()
    {
        var editor = new LineEditor();
        editor.Insert($"{Family}e\u0301");
        editor.Transpose();

        Assert.That(editor.Text, Is.EqualTo($"e\u0301{Family}"));
    }

    [Test]
    public void Undo_TakesBackWhatWasTypedTogether_ThenEachChange()
    {
        var editor = new LineEditor();
        foreach (var c in "hello")
        {
            editor.Insert($"{c}");
        }

        editor.Insert(" pasted");
        editor.KillBack();
        editor.Clear();
        Assert.That(editor.Text, Is.Empty);
        var seen = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            editor.Undo();
            seen.Add(editor.Text);
        }

        Assert.That(seen, Is.EqualTo(["hello ", "hello pasted", "hello", "", ""]));
    }

    [Test]
    public void Undo_IsBounded_AndEndsWithTheLine()
    {
        var editor = new LineEditor();
        for (var i = 0; i < UndoStack.MaxSteps + 10; i++)
        {
            editor.Insert("xy");
        }

        for (var i = 0; i < UndoStack.MaxSteps + 10; i++)
        {
            editor.Undo();
        }

        Assert.That(editor.Text, Has.Length.EqualTo(20));
        editor.Submit();
        editor.Undo();
        Assert.That(editor.Text, Is.Empty);
    }

    [Test]
    public void Editing_WhateverIsDone_KeepsTheCursorInTheText_AndUndoesToNothing()
    {
        Gen.Int[0, 20].List[0, 80].Sample(
            moves =>
            {
                var editor = new LineEditor();
                foreach (var move in moves)
                {
                    Move(editor, move);
                    if (editor.Cursor < 0 || editor.Cursor > editor.Text.Length)
                    {
                        Assert.Fail($"{editor.Edited} after {move}");
                    }
                }

                for (var i = 0; i <= moves.Count; i++)
                {
                    editor.Undo();
                }

                Assert.That(editor.Text, Is.Empty);
            },
            iter: 500);
    }

    [Test]
    public void History_BringsBackWhatWasTyped_AndAtLastTheDraft()
    {
        var editor = new LineEditor();
        foreach (var line in (string[])["one", "two", "two", "  "])
        {
            editor.Insert(line);
            Assert.That(editor.Submit(), Is.EqualTo(line));
        }

        editor.Insert("draft");
        editor.Older();
        Assert.That(editor.Text, Is.EqualTo("two"));
        editor.Older();
        editor.Older();
        Assert.That(editor.Text, Is.EqualTo("one"));
        editor.Newer();
        editor.Newer();
        Assert.That(editor.Text, Is.EqualTo("draft"));
        editor.Newer();
        Assert.That(editor.Text, Is.EqualTo("draft"));
    }

    [Test]
    public void History_OfManyLines_ForgetsTheOldest()
    {
        var editor = new LineEditor();
        for (var i = 0; i < InputHistory.MaxEntries + 5; i++)
        {
            editor.Insert($"{i}");
            editor.Submit();
        }

        for (var i = 0; i < InputHistory.MaxEntries + 5; i++)
        {
            editor.Older();
        }

        Assert.That(editor.Text, Is.EqualTo("5"));
    }

    [Test]
    public void Insert_OfAPaste_KeepsItsLinesAndDropsControls()
    {
        var editor = new LineEditor();
        editor.Insert("a\r\nb\rc\u001B[31m\td\u0000");

        Assert.That(editor.Text, Is.EqualTo("a\nb\nc[31m\td"));
        Assert.That(editor.View(40).Shown.Value, Is.EqualTo("a↵b↵c[31m␉d"));
    }

    [Test]
    public void Insert_BeyondTheBound_IsRefused()
    {
        var editor = new LineEditor();
        Assert.That(editor.Insert(new string('x', LineEditor.MaxLength)), Is.True);
        Assert.That(editor.Insert("y"), Is.False);
        Assert.That(editor.Text, Has.Length.EqualTo(LineEditor.MaxLength));
        editor.Backspace();
        Assert.That(editor.Insert("yz"), Is.False);
        Assert.That(editor.Text, Has.Length.EqualTo(LineEditor.MaxLength).And.EndsWith("xy"), "what there is room for is there");
        editor.Backspace();
        Assert.That(editor.Insert("\U0001F600"), Is.False);
        Assert.That(editor.Text, Has.Length.EqualTo(LineEditor.MaxLength - 1), "no half of a character");
    }

    [Test]
    public void View_WhateverIsTyped_FitsAndHoldsTheCursor()
    {
        var piece = Gen.OneOf(Gen.Const("a"), Gen.Const("世"), Gen.Const(Family), Gen.Const("e\u0301"), Gen.Const("\n"), Gen.Const(" "), Gen.Const("\u202E"));
        Gen.Select(piece.List[0, 60], Gen.Int[5, 40], Gen.Int[0, 10].List[0, 40]).Sample(
            (pieces, cells, moves) =>
            {
                var editor = new LineEditor();
                editor.Insert(string.Concat(pieces));
                foreach (var move in moves)
                {
                    Move(editor, move);
                    var view = editor.View(cells);
                    var wide = CellWidth.Of(view.Shown.Value);

                    // An escaped character is wider than anything on a keyboard; one alone may stand out.
                    if (!editor.Text.Contains('\u202E', StringComparison.Ordinal) && (wide > cells || view.Column >= cells || view.Column > wide))
                    {
                        Assert.Fail($"{view} in {cells}");
                    }
                }
            },
            iter: 500);
    }

    private static void Move(LineEditor editor, int move)
    {
        Action action = move switch
        {
            0 => editor.Home,
            1 => editor.End,
            2 or 3 => editor.Left,
            4 or 5 => editor.Right,
            6 => editor.Backspace,
            7 => editor.Delete,
            8 => editor.WordLeft,
            9 => editor.WordRight,
            10 => editor.KillBack,
            11 => editor.KillWordLeft,
            12 => editor.KillWordRight,
            13 => editor.KillToStart,
            14 => editor.KillToEnd,
            15 => editor.Yank,
            16 => editor.YankOlder,
            17 => editor.Transpose,
            18 => () => editor.Insert(Family),
            _ => () => editor.Insert("世"),
        };
        action();
    }
}
