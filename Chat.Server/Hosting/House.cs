using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Administration.Control;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Hosting;

/// <summary>What an operator on this machine can have done by a core, with a listener in front of it or without one. Has no state of its own.</summary>
internal sealed class House : IHouse
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromMinutes(Limits.LinkCodeMinutes);

    /// <summary>A link for an operator may lie in a log of the system's, so it is not good for ever.</summary>
    private static readonly TimeSpan OperatorLifetime = TimeSpan.FromDays(7);

    private readonly ServerCore _core;
    private readonly Func<ServerPlace> _place;
    private readonly TimeProvider _time;

    /// <param name="core">What decides.</param>
    /// <param name="place">Tells where clients find the server.</param>
    /// <param name="time">The clock of the core.</param>
    public House(ServerCore core, Func<ServerPlace> place, TimeProvider time)
    {
        _core = core;
        _place = place;
        _time = time;
    }

    /// <exception cref="LogUnavailableException">The store is lost.</exception>
    public ValueTask<ControlAnswer> DoAsync(ControlRequest request, CancellationToken cancellation) => request.Verb switch
    {
        ControlVerb.Invite => InviteAsync(request, cancellation),
        ControlVerb.Link => WithNickAsync(request, nick => IssueAsync(CodePurpose.Link, nick, null, 1, LinkLifetime, cancellation)),
        ControlVerb.Release => WithNickAsync(request, nick => ReleaseAsync(nick, request.MayRename, cancellation)),
        ControlVerb.Operators => ListAsync(cancellation),
        ControlVerb.AddOperator => WithNickAsync(request, nick => SetAsync(nick, true, cancellation)),
        ControlVerb.RemoveOperator => WithNickAsync(request, nick => SetAsync(nick, false, cancellation)),
        ControlVerb.OperatorLink => IssueAsync(CodePurpose.Operator, null, null, 1, OperatorLifetime, cancellation),
        _ => ValueTask.FromResult(ControlAnswer.Refusal("The server does not know this command: it is an older one.")),
    };

    private async ValueTask<ControlAnswer> InviteAsync(ControlRequest request, CancellationToken cancellation)
    {
        RoomName? room = null;
        if (request is { Uses: < 1 } or { Seconds: < 1 or > int.MaxValue } || (request.Room is { } text && !RoomName.TryParse(text, out room)))
        {
            return ControlAnswer.Refusal("There is no such invitation: a room, a number of uses or a time is out of bounds.");
        }

        TimeSpan? lifetime = request.Seconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var answer = await IssueAsync(CodePurpose.Invitation, null, room, request.Uses, lifetime, cancellation);
        return _core.Access.Registration == Registration.Closed
            ? answer with { Note = "--registration is 'closed', so this lets nobody in: it is good once the server is started with 'invite' or 'open'" }
            : answer;
    }

    private async ValueTask<ControlAnswer> IssueAsync(
        CodePurpose purpose, Nick? nick, RoomName? room, int uses, TimeSpan? lifetime, CancellationToken cancellation)
    {
        var milliseconds = (long?)lifetime?.TotalMilliseconds;
        var ends = _time.GetUtcNow().ToUnixTimeMilliseconds() + milliseconds; // The turn may come a moment later, then the code is good for that much longer.
        var answer = await _core.DoAsync(new IssueCodeCommand(purpose, nick, room, uses, milliseconds), cancellation);
        return Refusal(answer) ?? new ControlAnswer { Code = answer.Value, EndsAt = ends, Nick = nick?.Text, Place = _place() };
    }

    private async ValueTask<ControlAnswer> ReleaseAsync(Nick nick, bool mayRename, CancellationToken cancellation)
    {
        var answer = await _core.DoAsync(new ReleaseCommand(nick, false), cancellation);
        var isCurrent = answer.Code == ErrorCodes.NickInUse;
        if (isCurrent && mayRename)
        {
            answer = await _core.DoAsync(new ReleaseCommand(nick, true), cancellation);
        }
        else if (isCurrent)
        {
            return ControlAnswer.Refusal($"somebody is called {nick.Text} now; with --yes he is called that with digits from now on, is told so, and keeps everything else");
        }

        return Refusal(answer) ?? new ControlAnswer { Nick = answer.Value, IsChanged = isCurrent };
    }

    private async ValueTask<ControlAnswer> ListAsync(CancellationToken cancellation)
    {
        var answer = await _core.DoAsync(new OperatorsCommand(), cancellation);
        return Refusal(answer) ?? new ControlAnswer
        {
            Operators = [.. answer.Value!.Operators.Take(ControlAnswer.MostOperators).Select(static one => new OperatorEntry(one.Nick, one.SeenAt))],
            OperatorCount = answer.Value.Operators.Count,
            HasOperatorCode = answer.Value.HasCode,
        };
    }

    private async ValueTask<ControlAnswer> SetAsync(Nick nick, bool isOperator, CancellationToken cancellation)
    {
        var answer = await _core.DoAsync(new SetOperatorCommand(nick, isOperator), cancellation);
        return answer.Code == ErrorCodes.NoSuchNick && isOperator
            ? ControlAnswer.Refusal($"{answer.Message} Without an account nobody is an operator: 'chatd operators link' prints a link that gives whoever opens it both.")
            : Refusal(answer) ?? new ControlAnswer { IsChanged = answer.Value };
    }

    private static ValueTask<ControlAnswer> WithNickAsync(ControlRequest request, Func<Nick, ValueTask<ControlAnswer>> then) =>
        Nick.TryParse(request.Nick, out var nick) ? then(nick) : ValueTask.FromResult(ControlAnswer.Refusal("That is no nick."));

    private static ControlAnswer? Refusal<T>(HouseAnswer<T> answer) => answer.Code is { } code
        ? ControlAnswer.Refusal(answer.Message ?? code, code is ErrorCodes.StorageFull or ErrorCodes.Unavailable)
        : null;
}
