using System.Globalization;
using Chat.Protocol.Names;
using Chat.Server.Administration.Control;
using Chat.Server.Diagnostics;

namespace Chat.Server.Administration;

/// <summary>Who may do everything on a server.</summary>
internal sealed class Operators
{
    private readonly Workplace _place;

    public Operators(Workplace place)
    {
        _place = place;
    }

    /// <summary>Prints them, a line each.</summary>
    /// <exception cref="CommandException">They cannot be asked for.</exception>
    public async ValueTask<CommandOutcome> ListAsync(CancellationToken cancellation)
    {
        var answer = await _place.AskAsync(new ControlRequest { Verb = ControlVerb.Operators }, cancellation);
        foreach (var one in answer.Operators)
        {
            var seen = one.SeenAt is { } at ? $"last here {Day(at)}" : "here";
            await _place.Output.WriteLineAsync($"{Escape.Text(one.Nick),-20} {seen}");
        }

        if (answer.OperatorCount > answer.Operators.Count)
        {
            _place.Tell(string.Create(CultureInfo.InvariantCulture, $"and {answer.OperatorCount - answer.Operators.Count} more"));
        }

        if (answer.HasOperatorCode)
        {
            _place.Tell("a link that makes an operator is out and unused; 'chatd operators link' prints another one");
        }
        else if (answer.OperatorCount == 0)
        {
            _place.Tell("there are none: 'chatd operators link' prints a link for one");
        }

        return CommandOutcome.Done;
    }

    /// <summary>Makes somebody an operator, or no longer one.</summary>
    /// <exception cref="CommandException">Nobody is called so, or it is a guest.</exception>
    public async ValueTask<CommandOutcome> SetAsync(Nick nick, bool isOperator, CancellationToken cancellation)
    {
        var verb = isOperator ? ControlVerb.AddOperator : ControlVerb.RemoveOperator;
        var answer = await _place.AskAsync(new ControlRequest { Verb = verb, Nick = nick.Text }, cancellation);
        _place.Tell((answer.IsChanged, isOperator) switch
        {
            (true, true) => $"{nick.Text} is an operator now",
            (true, false) => $"{nick.Text} is no operator any more",
            (false, true) => $"{nick.Text} was an operator already",
            (false, false) => $"{nick.Text} was no operator",
        });
        if (answer.IsChanged && !isOperator && await _place.AskAsync(new ControlRequest { Verb = ControlVerb.Operators }, cancellation) is { OperatorCount: 0 })
        {
            _place.Tell("nobody is an operator now: 'chatd operators add NICK' makes one, 'chatd operators link' prints a link for one");
        }

        return CommandOutcome.Done;
    }

    /// <summary>Prints a link that makes an operator of whoever opens it first, a line; it is a secret.</summary>
    /// <param name="host">What the link calls the server; null for the best address that the server knows of itself.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CommandException">It cannot be made.</exception>
    public async ValueTask<CommandOutcome> LinkAsync(HostName? host, CancellationToken cancellation)
    {
        var answer = await _place.AskAsync(new ControlRequest { Verb = ControlVerb.OperatorLink }, cancellation);
        _place.Tell($"whoever opens this link first becomes operator, {answer.Validity}; to be opened with: chat 'LINK' (in quotes, for the shell)");
        _place.PrintLink(answer, host, null);
        return CommandOutcome.Done;
    }

    private static string Day(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
