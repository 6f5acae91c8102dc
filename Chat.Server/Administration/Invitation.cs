using System.Globalization;
using Chat.Server.Administration.Control;

namespace Chat.Server.Administration;

/// <summary>Makes a link that lets people in, whatever the server's rule for strangers is.</summary>
internal sealed class Invitation
{
    private readonly Workplace _place;

    public Invitation(Workplace place)
    {
        _place = place;
    }

    /// <summary>Prints the link, a line; it is a secret.</summary>
    /// <param name="choice">What it is good for.</param>
    /// <param name="host">What the link calls the server; null for the best address that the server knows of itself.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandException">It cannot be made.</exception>
    public async ValueTask<CommandOutcome> RunAsync(InviteChoice choice, HostName? host, CancellationToken cancellation)
    {
        var request = new ControlRequest
        {
            Verb = ControlVerb.Invite,
            Room = choice.Room?.Text,
            Uses = choice.Uses,
            Seconds = (long?)choice.Lifetime?.TotalSeconds,
        };
        var answer = await _place.AskAsync(request, cancellation);
        var people = choice.Uses == 1 ? "one person" : string.Create(CultureInfo.InvariantCulture, $"{choice.Uses} people");
        _place.Tell($"an invitation for {people}, {answer.Validity}; to be opened with: chat 'LINK' (in quotes, for the shell)");
        if (answer.Note is { } note)
        {
            _place.Tell(note);
        }

        _place.PrintLink(answer, host, choice.Room?.Text);
        return CommandOutcome.Done;
    }
}
