using Chat.Protocol.Names;
using Chat.Server.Administration;

namespace Chat.Server.Hosting;

/// <summary>The commands about who may come in and who is who.</summary>
internal static class PeopleCommands
{
    private const string Room = "--room";
    private const string Uses = "--uses";
    private const string Expires = "--expires";
    private const string Host = "--host";
    private const string Yes = "--yes";
    private const string Add = "add";
    private const string Remove = "remove";
    private const string Link = "link";

    private static readonly AdminOption HostOption = new(
        Host, "NAME[:PORT]", "What the link calls the server. Default: the address by which other machines reach this one, and the port in use.");

    /// <summary>For a link, when no server runs that could say where it is.</summary>
    private static readonly string[] PlaceSettings = ["certificate", "listen", "port"];

    public static IReadOnlyList<AdminCommand> All { get; } =
    [
        new AdminCommand
        {
            Name = "invite",
            Settings = PlaceSettings,
            Summary = "print a link that lets somebody in",
            Help = """
                Prints a link, one line, that makes whoever opens it a registered user, also where
                --registration is 'invite'. It holds the fingerprint of the server's key, so that not
                even the first contact can be intercepted, and a code: give it to nobody but those
                whom you invite. While --registration is 'closed' it lets nobody in. The server may
                run or not.
                """,
            Examples =
            [
                ("chatd invite", "for one person, for a week"),
                ("chatd invite --room '#incidents' --uses 20 --expires 12h", "twenty people, who land in that room, private or not"),
                ("chatd invite --host chat.example.org | qrencode -t utf8", "by the name that others know; as a picture"),
            ],
            Options =
            [
                new AdminOption(Room, "NAME", "The room in which they land. Default: the one that their client enters."),
                new AdminOption(Uses, "N", $"For how many people, up to {InviteChoice.MostUses}. Default: 1."),
                new AdminOption(Expires, "TIME|never", "How long it is good: 30m, 12h, 7d, or until all uses are made. Default: 7d."),
                HostOption,
            ],
            RunAsync = static (call, place, cancellation) => new Invitation(place).RunAsync(
                InviteChoice.Parse(call.One(Room), call.One(Uses), call.One(Expires)), HostOf(call), cancellation),
        },
        new AdminCommand
        {
            Name = "link",
            Operand = "NICK",
            Settings = PlaceSettings,
            Summary = "print a code for the new device of somebody who lost his",
            Help = """
                Prints a code, one line, that is good for ten minutes and once: a device that gives it
                becomes one of that user's. Somebody who still has a device needs no operator; /link in
                his client does the same. Make sure that it is him who asks: whoever has the code
                can do everything that he can. The server may run or not.
                """,
            Examples =
            [
                ("chatd link alice", "the code; what to type on the new device is on standard error"),
                ("chatd link alice --data /var/lib/chatd", "of another data folder"),
            ],
            Options = [HostOption],
            RunAsync = static (call, place, cancellation) => new DeviceLink(place).RunAsync(NickOf(call.Operand), HostOf(call), cancellation),
        },
        new AdminCommand
        {
            Name = "release",
            Operand = "NICK",
            Summary = "make a nick free for others",
            Help = """
                A nick belongs to whoever registered it, and stays his when he takes another one. This
                frees it. A former nick is just given up. Somebody who is called so now gets another
                nick, the same with digits, and keeps everything else; that is done with --yes only.
                The server may run or not.
                """,
            Examples =
            [
                ("chatd release alice", "a nick that its owner does not use any more"),
                ("chatd release alice --yes", "also when somebody is called so at present"),
            ],
            Options = [new AdminOption(Yes, null, "Rename whoever is called so at present.")],
            RunAsync = static (call, place, cancellation) => new NickRelease(place).RunAsync(NickOf(call.Operand), call.Has(Yes), cancellation),
        },
        new AdminCommand
        {
            Name = "operators",
            Operand = $"[{Add}|{Remove}|{Link}]",
            OperandWords = [Add, Remove, Link],
            FollowedBy = new Dictionary<string, string> { [Add] = "NICK", [Remove] = "NICK" },
            Settings = PlaceSettings,
            Summary = "show or change who may do everything",
            Help = """
                Operators may do in every room what its owner may, and keep people off the server.
                Without a word it lists them, a line each. 'add NICK' and 'remove NICK' change a
                registered user. 'link' prints a link, one line, that makes an operator of whoever
                opens it first, within a week; the first start of a server prints one, too. The server
                may run or not.
                """,
            Examples =
            [
                ("chatd operators", "who they are, and when they were last here"),
                ("chatd operators add alice", "from now on, also where she is connected, and she is told so"),
                ("chatd operators link", "a link for somebody who has no account yet, or for yourself"),
            ],
            Options = [HostOption],
            RunAsync = static (call, place, cancellation) => call.Operand switch
            {
                null => new Operators(place).ListAsync(cancellation),
                Link => new Operators(place).LinkAsync(HostOf(call), cancellation),
                var word => new Operators(place).SetAsync(NickOf(call.Second), word == Add, cancellation),
            },
        },
    ];

    private static HostName? HostOf(AdminCall call) => call.One(Host) is { } text ? HostName.Parse(text) : null;

    private static Nick NickOf(string? text) => Nick.TryParse(text, out var nick)
        ? nick
        : throw new CommandException($"{SettingValue.Quoted(text ?? "")} is no nick: letters, digits, - and _ only, a letter or a digit first") { IsMisuse = true };
}
