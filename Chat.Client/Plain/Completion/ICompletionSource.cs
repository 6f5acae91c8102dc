namespace Chat.Client.Plain.Completion;

/// <summary>The names that can be completed at this moment.</summary>
internal interface ICompletionSource
{
    /// <summary>Nicks of others, those who spoke last first.</summary>
    IEnumerable<string> Nicks { get; }

    /// <summary>Rooms, with their '#'.</summary>
    IEnumerable<string> Rooms { get; }

    /// <summary>Commands without the slash.</summary>
    IEnumerable<string> Commands { get; }

    /// <summary>Other names of commands, which are offered when nothing else fits.</summary>
    IEnumerable<string> Aliases { get; }
}
