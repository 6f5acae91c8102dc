using Chat.Protocol.Names;
using Chat.Server.Administration.Control;

namespace Chat.Server.Administration;

/// <summary>Makes a nick free for others.</summary>
internal sealed class NickRelease
{
    private readonly Workplace _place;

    public NickRelease(Workplace place)
    {
        _place = place;
    }

    /// <summary>Does it.</summary>
    /// <param name="nick">Which.</param>
    /// <param name="mayRename">Whether somebody who is called so now gets another nick.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandException">Nobody has it, or somebody is called so and may not be renamed.</exception>
    public async ValueTask<CommandOutcome> RunAsync(Nick nick, bool mayRename, CancellationToken cancellation)
    {
        var answer = await _place.AskAsync(new ControlRequest { Verb = ControlVerb.Release, Nick = nick.Text, MayRename = mayRename }, cancellation);
        _place.Tell(answer.IsChanged
            ? $"{nick.Text} is free; who was called so is {answer.Nick} now, and has been told if he is here"
            : $"{nick.Text} is free; it was a former nick of {answer.Nick}");
        return CommandOutcome.Done;
    }
}
