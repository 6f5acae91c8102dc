using System.Globalization;
using Chat.Client.Store;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Connection;

/// <content>Hello and what may come of it.</content>
internal sealed partial class Session
{
    /// <summary>Stands for the user who owns the device key: always the same one, whatever the session.</summary>
    public static readonly Guid DeviceUser = new("d0000000-0000-8000-8000-000000000001");

    private const string BadInvitation = "it was used, has ended, or is not whole. Ask whoever gave it to you.";

    private void SayHello(string nick) => Request(
        id => new HelloFrame(id, Limits.Version, _options.Agent, nick, _code, _secret),
        answer => OnHelloAnswer(answer, nick));

    private void OnHelloAnswer(Frame answer, string nick)
    {
        switch (answer)
        {
            case WelcomeFrame welcome:
                OnWelcome(welcome);
                break;
            case ErrorFrame { Code: ErrorCodes.NickInUse or ErrorCodes.RegistrationClosed } when WasOnline ? _user == DeviceUser : WasOurs(nick):
                // The server knows the key no longer. Another nick would make us a new user, and nobody has asked for one.
                Verdict = Stop(ExitCode.NotAllowed, NoLongerOurs());
                break;
            case ErrorFrame { Code: ErrorCodes.NickInUse } when (WasOnline || !(_options.NickIsChosen || _options.HasDevice)) && _nickTries < MaxNickTries:
                _nickTries++;
                SayHello(Variant(_wished, _nickTries));
                break;
            case ErrorFrame error:
                Verdict = Refusal(error, nick);
                break;
            default:
                Break("the server does not greet");
                break;
        }
    }

    private void OnWelcome(WelcomeFrame welcome)
    {
        if (welcome.Version != Limits.Version)
        {
            Verdict = new Verdict.Stop(new LinkEnd(ExitCode.Protocol, "The server speaks a version of the protocol that was not asked for."));
            return;
        }

        if (!WasOnline && _options.NickIsNeeded && !AreSame(welcome.Nick, _wished))
        {
            Verdict = Stop(ExitCode.NotAllowed, welcome.Registered ? IsSomebodyElse(welcome.Nick) : InUse(_wished));
            return;
        }

        var again = WasOnline;
        _phase = SessionPhase.Online;
        WasOnline = true;
        _code = null;
        Recognize(welcome);
        Nick = welcome.Nick;
        _events.Enqueue(new LinkEvent.Online(welcome, again, _wished, _user!.Value, _options.NickIsChosen));
        if (_away is { } away)
        {
            Request(id => new AwayFrame(id, away), static _ => { });
        }

        FollowRooms(welcome.Rooms);
        if (welcome.More && welcome.Rooms.Count > 0)
        {
            AskMine(welcome.Rooms[^1].Room);
        }

        OpenFeeds();
        SendPosts();
    }

    /// <summary>
    /// Finds out who we are now. The server does not say whether it resumed a guest: it did when there are rooms, which a new guest has none of. When it did not
    /// although it was asked to, the session before is over and nothing of it will arrive any more.
    /// </summary>
    private void Recognize(WelcomeFrame welcome)
    {
        if (welcome.Registered)
        {
            _user = DeviceUser;
        }
        else if (_user is null || _user == DeviceUser || welcome.Rooms.Count == 0)
        {
            if (_user is { } before && before != DeviceUser)
            {
                _over.Add(before);
            }

            _user = welcome.Session;
        }

        _secret = welcome.Session;
    }

    private void OnClosingError(ErrorFrame error)
    {
        Verdict = error.Code switch
        {
            ErrorCodes.Replaced => new Verdict.Stop(new LinkEnd(ExitCode.Unavailable, "This session was taken over by another client.")),
            ErrorCodes.UnsupportedVersion => new Verdict.Stop(new LinkEnd(ExitCode.Protocol, "The server does not speak version 1 of the protocol.")),
            _ => new Verdict.Reconnect(error.Code, error.Message, After(error.RetryMs)),
        };
    }

    private Verdict Refusal(ErrorFrame error, string nick) => error.Code switch
    {
        ErrorCodes.NickInUse when _options.HasDevice => Stop(ExitCode.NotAllowed, TakenByAnother(nick)),
        ErrorCodes.NickInUse => Stop(ExitCode.NotAllowed, InUse(nick)),
        ErrorCodes.BadNick => Stop(ExitCode.NotAllowed, $"The server does not take the nick {nick}: {error.Message}"),
        ErrorCodes.Banned => Stop(ExitCode.NotAllowed, error.Message.StartsWith("You are banned from this server", StringComparison.Ordinal) ? error.Message : $"Banned from this server: {error.Message}"),
        ErrorCodes.BadCode when _options.IsLinking =>
            Stop(ExitCode.NotAllowed, $"The server does not take the code for {nick}: it is mistyped, was used already, or is older than ten minutes. Type /link on your other device for a new one."),
        ErrorCodes.BadCode when _options.Code is not null =>
            Stop(ExitCode.NotAllowed, $"The server does not take the invitation: {BadInvitation}"),
        ErrorCodes.RegistrationClosed =>
            Stop(ExitCode.NotAllowed, _options.HasDevice
                ? $"{Sentence(error)} If {nick} is yours, type /link on your other device and start here with: {LinkCommandLine(nick)}"
                : $"{Sentence(error)} Yours is shown without --guest and without --plaintext."),
        ErrorCodes.BadCode or ErrorCodes.Forbidden =>
            Stop(ExitCode.NotAllowed, $"The server does not let {nick} in: {error.Message}"),
        ErrorCodes.UnknownKind or ErrorCodes.BadField or ErrorCodes.BadState =>
            Stop(ExitCode.Protocol, $"The server does not understand this client: {error.Message}"),
        _ => new Verdict.Reconnect(error.Code, error.Message, After(error.RetryMs)),
    };

    /// <summary>Whether our device had that nick at the last start. A code says that it is to get one anew.</summary>
    private bool WasOurs(string nick) => _code is null && _options.KnownAs is { } known && AreSame(known, nick);

    private static string Sentence(ErrorFrame error) => error.Message.Length == 0 ? "The server takes nobody new." : $"{error.Message.TrimEnd('.')}.";

    private string TakenByAnother(string nick) =>
        $"""
        The nick {nick} belongs to somebody else on {_options.Server}, or is in use there.
        Choose another:            chat {_options.Server} --nick NAME
        If {nick} is yours, type /link on a device that has it, and start here with:
                                   {LinkCommandLine(nick)}
        """;

    private static string InUse(string nick) => $"The nick {nick} is in use. Choose another with --nick.";

    private string IsSomebodyElse(string nick) =>
        $"""
        This device belongs to {nick} on {_options.Server}, so nothing is sent as {_wished}.
        To speak as {nick}, leave out --nick. To be somebody else, with a key of its own on this machine:
                                   chat {_options.Server} --identity {(Identity.IsName(_wished) ? _wished : "NAME")} --nick {_wished}
        """;

    private string NoLongerOurs() =>
        $"""
        This device no longer belongs to {Nick} on {_options.Server}: another device has unlinked it, or the server has forgotten it.
        To be {Nick} here again, type /link on a device that is, and start here with:
                                   {LinkCommandLine(Nick)}
        To be somebody new:        chat {_options.Server} --nick NAME
        """;

    private string LinkCommandLine(string nick) => $"chat {_options.Server} --link --nick {nick}";

    private static bool AreSame(string one, string other) =>
        Chat.Protocol.Names.Nick.TryParse(one, out var first) && Chat.Protocol.Names.Nick.TryParse(other, out var second) && first.Matches(second);

    private static Verdict.Stop Stop(ExitCode code, string message) => new(new LinkEnd(code, message));

    /// <summary>The nick with digits after it: 2 to 9 first, then some that nobody will have.</summary>
    private string Variant(string nick, int attempt)
    {
        var digits = attempt <= 8
            ? (attempt + 1).ToString(CultureInfo.InvariantCulture)
            : _random.Next(100, 10_000).ToString(CultureInfo.InvariantCulture);
        var runes = nick.EnumerateRunes().Take(Limits.MaxNick - digits.Length);
        return string.Concat(runes.Select(static rune => rune.ToString())) + digits;
    }
}
