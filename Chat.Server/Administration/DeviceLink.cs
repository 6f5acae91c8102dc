using Chat.Protocol.Names;
using Chat.Server.Administration.Control;

namespace Chat.Server.Administration;

/// <summary>Makes a code by which somebody who has lost his device is known on another one.</summary>
internal sealed class DeviceLink
{
    private readonly Workplace _place;

    public DeviceLink(Workplace place)
    {
        _place = place;
    }

    /// <summary>Prints the code, a line; it is a secret.</summary>
    /// <param name="nick">Whose.</param>
    /// <param name="host">What the server is called in the advice; null for the best address that it knows of itself.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandException">It cannot be made.</exception>
    public async ValueTask<CommandOutcome> RunAsync(Nick nick, HostName? host, CancellationToken cancellation)
    {
        var answer = await _place.AskAsync(new ControlRequest { Verb = ControlVerb.Link, Nick = nick.Text }, cancellation);
        var at = host?.Of(answer.Place!) ?? answer.Place!;
        _place.Tell($"a code for another device of {answer.Nick ?? nick.Text}, {answer.Validity}, once. There: chat '{at.LinkTo(null, null)}' --nick {answer.Nick ?? nick.Text} --link");
        _place.Tell("which asks for the code. A device that was lost or stolen is shut out with /devices in the client");
        await _place.Output.WriteLineAsync(answer.Code);
        return CommandOutcome.Done;
    }
}
