using Chat.Protocol;
using Chat.Protocol.Names;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Sequencing;

/// <summary>What whoever runs the server asks for on his command line.</summary>
internal sealed partial class Sequencer
{
    private void Apply(HouseCommand command, Group group)
    {
        switch (command)
        {
            case IssueCodeCommand issue:
                IssueCode(issue, group);
                break;
            case ReleaseCommand release:
                Release(release, group);
                break;
            case SetOperatorCommand set:
                SetOperator(set, group);
                break;
            case OperatorsCommand operators:
                ListOperators(operators, group);
                break;
            default:
                throw new InvalidOperationException($"No turn for {command.GetType().Name}.");
        }
    }

    private void IssueCode(IssueCodeCommand command, Group group)
    {
        User? user = null;
        if (command.Nick is { } nick && !TryFindRegistered(command, nick, group, out user))
        {
            return;
        }

        if (_codes.Count >= CodeDirectory.MaxCodes)
        {
            Refuse(command, ErrorCodes.Forbidden, $"There are {CodeDirectory.MaxCodes} codes waiting to be used.", group);
            return;
        }

        if (user is not null && _codes.SurplusOf(user.Id) is { } oldest)
        {
            EndCode(oldest, group);
        }

        Answer(command, Issue(command.Purpose, user, command.Room?.Text, command.Uses, group.Now + command.Lifetime, group), group);
    }

    /// <summary>A former nick is given up. Somebody who goes by the nick now gets digits appended to it.</summary>
    private void Release(ReleaseCommand command, Group group)
    {
        if (!TryFindRegistered(command, command.Nick, group, out var user))
        {
            return;
        }

        if (!command.MayRename && user.Nick.Matches(command.Nick))
        {
            Refuse(command, ErrorCodes.NickInUse, $"Somebody goes by the nick {user.Nick.Text}.", group);
            return;
        }

        var former = user.Account!.FormerNicks.Where(name => !name.Matches(command.Nick)).ToArray();
        if (user.Nick.Matches(command.Nick))
        {
            SetNames(user, FreeNick(user.Nick), former, group);
        }
        else
        {
            SetNames(user, user.Nick, former, group);
        }

        Answer(command, user.Nick.Text, group);
    }

    private void SetOperator(SetOperatorCommand command, Group group)
    {
        if (!TryFindRegistered(command, command.Nick, group, out var user))
        {
            return;
        }

        var changes = user.IsOperator != command.IsOperator;
        if (changes)
        {
            SetOperator(user, command.IsOperator, null, group);
            TellOfRights(user, user, group);
        }

        Answer(command, changes, group);
    }

    private void ListOperators(OperatorsCommand command, Group group)
    {
        var operators = _users.Registered.Where(static user => user.IsOperator).OrderBy(static user => user.Nick.Key.SkeletonOfFolded, StringComparer.Ordinal)
            .Select(static user => (user.Nick.Text, user.IsOnline ? default(long?) : user.Account!.SeenAt));
        Answer(command, new OperatorList([.. operators], _codes.All.Any(code => code.Purpose == CodePurpose.Operator && !(code.EndsAt <= group.Now))), group);
    }

    private bool TryFindRegistered<T>(HouseCommand<T> command, Nick nick, Group group, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out User? user)
    {
        if (_users.TryFind(nick.Key, out user) && user.IsRegistered)
        {
            return true;
        }

        Refuse(command, ErrorCodes.NoSuchNick, $"No registered user has the nick {nick.Text}.", group);
        return false;
    }

    private static void Answer<T>(HouseCommand<T> command, T value, Group group) => group.Then(() => command.Answered.TrySetResult(new HouseAnswer<T>(value, null, null)));

    private static void Refuse(HouseCommand command, string code, string message, Group group) => group.Then(() => command.Refuse(code, message));
}
