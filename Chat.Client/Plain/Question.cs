using System.Text;

namespace Chat.Client.Plain;

/// <summary>Asks the person something before the chat begins, or reads the answer from the beginning of a pipe.</summary>
internal static class Question
{
    private const int LongestAnswer = 256;

    /// <summary>Whether somebody can be asked and see the question.</summary>
    public static bool HasPerson => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Asks for a line.</summary>
    /// <param name="question">What stands before the answer.</param>
    /// <param name="isSecret">Do not show what is typed.</param>
    /// <returns>The line, trimmed; null at the end of the input.</returns>
    public static string? Ask(string question, bool isSecret = false)
    {
        if (Console.IsInputRedirected)
        {
            using var input = Console.OpenStandardInput();
            return ReadLine(input);
        }

        Console.Error.Write(question);
        return isSecret ? ReadHidden() : Console.ReadLine()?.Trim();
    }

    /// <summary>Asks until the answer fits.</summary>
    /// <param name="ask">Asks once; null at the end of the input.</param>
    /// <param name="fits">Whether an answer fits.</param>
    /// <param name="complain">Says what is wrong with one that does not.</param>
    /// <returns>The answer; null at the end of the input.</returns>
    public static string? AskUntil(Func<string?> ask, Func<string, bool> fits, Action complain)
    {
        while (ask() is { } answer)
        {
            if (fits(answer))
            {
                return answer;
            }

            complain();
        }

        return null;
    }

    /// <summary>Asks for a yes; everything else is a no.</summary>
    public static bool Agree(string question) => Ask(question) is "y" or "Y" or "yes" or "Yes" or "YES";

    /// <summary>Reads one line and not a byte more: what follows is for the chat.</summary>
    internal static string? ReadLine(Stream input)
    {
        var line = new List<byte>();
        int next;
        while ((next = input.ReadByte()) is not (-1 or '\n') && line.Count < LongestAnswer)
        {
            line.Add((byte)next);
        }

        return next == -1 && line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]).Trim();
    }

    private static string? ReadHidden()
    {
        var text = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    Console.Error.WriteLine();
                    return text.ToString().Trim();
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when text.Length == 0:
                    Console.Error.WriteLine();
                    return null;
                case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                    text.Clear();
                    break;
                case { Key: ConsoleKey.Backspace } when text.Length > 0:
                    text.Length--;
                    break;
                case { KeyChar: >= ' ' and not '\u007F' } when text.Length < LongestAnswer:
                    text.Append(key.KeyChar);
                    break;
                default:
                    break;
            }
        }
    }
}
