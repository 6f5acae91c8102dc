using Chat.Client.State;

namespace Chat.Client.Commands;

/// <summary>What is to be done to somebody, as it is typed: <c>[#ROOM|--server] NICK [TIME] [REASON]</c>, the room also behind the nick.</summary>
/// <param name="Scope">A room, or <see cref="Server"/>; empty for the room looked at.</param>
/// <param name="Nick">Who, as typed.</param>
/// <param name="Seconds">For how long; null: for good.</param>
/// <param name="Reason">Why; null when nobody says.</param>
internal readonly record struct Judgement(string Scope, string Nick, int? Seconds, string? Reason)
{
    /// <summary>Not a room, but the whole server.</summary>
    public const string Server = "--server";

    private const string ForGood = "forever";

    /// <summary>Reads it.</summary>
    /// <param name="argument">What was typed behind the command.</param>
    /// <param name="takesTime">A time may follow the nick.</param>
    /// <param name="judgement">What it says.</param>
    /// <param name="wrong">What is wrong with it; empty where the usage says that.</param>
    /// <returns>False when it cannot be done so.</returns>
    public static bool TryRead(string argument, bool takesTime, out Judgement judgement, out DisplayText wrong)
    {
        (judgement, wrong) = (default, default);
        var (first, rest) = Replies.Split(argument);
        var scope = "";
        if (IsScope(first))
        {
            scope = first;
            (first, rest) = Replies.Split(rest);
        }

        if (first.Length == 0 || IsScope(first))
        {
            return false;
        }

        var (second, behind) = Replies.Split(rest);
        if (scope.Length == 0 && IsScope(second))
        {
            (scope, rest) = (second, behind);
            (second, behind) = Replies.Split(rest);
        }

        int? seconds = null;
        if (takesTime && Duration.TryParse(second, out var time))
        {
            (seconds, rest) = (time, behind);
        }
        else if (takesTime && second == ForGood)
        {
            rest = behind;
        }
        else if (takesTime && second.Length > 0 && char.IsAsciiDigit(second[0]))
        {
            // As a reason it would make something for good of what was meant for a while.
            wrong = DisplayText.Format($"{second} is no time: 30s, 10m, 2h, 7d and 4w are. Without a time it is for good; a reason begins with a word.");
            return false;
        }

        judgement = new Judgement(scope, first, seconds, rest.Length > 0 ? rest : null);
        return true;
    }

    private static bool IsScope(string word) => word == Server || word.StartsWith('#');
}
