using Chat.Server.Administration;

namespace Chat.Server.Hosting;

/// <summary>All commands, in the order that help shows them.</summary>
internal static class AdminCommands
{
    private const string Force = "--force";
    private const string Room = "--room";
    private const string Direct = "--direct";
    private const string Since = "--since";
    private const string Output = "--output";

    public static IReadOnlyList<AdminCommand> All { get; } =
    [
        new AdminCommand
        {
            Name = "backup",
            Operand = "FILE",
            Summary = "copy the database into a file",
            Help = """
                Copies all that is said, and who is who, as it is at one moment. The server may run
                and goes on meanwhile. The copy is one file, readable by its owner only; it is looked
                at before it gets its name, so that FILE is a whole backup or is not there. It holds
                everything, private conversations too: keep it as safe as the data folder. The
                server's key (the folder tls of the data folder) is not in it: keep a copy of that once.
                """,
            Examples =
            [
                ("chatd backup /backup/chat-monday.db", "a new file; refused when there is one"),
                ("chatd backup --force --data /var/lib/chatd /backup/chat.db", "replaces the last one, for a timer"),
            ],
            Options = [new AdminOption(Force, null, "Replaces FILE when it exists. The old one is there until the new one is complete.")],
            RunAsync = static (call, place, cancellation) => new(new Backup(place).Run(call.File, call.Has(Force), cancellation)),
        },
        new AdminCommand
        {
            Name = "restore",
            Operand = "FILE",
            Summary = "put a backup in the place of the database",
            Help = """
                The server must be stopped. The backup is looked at as by 'chatd check', copied into
                the data folder and put in the place of the database. What was there is kept beside it
                as chat.db.before-restore-TIME; nothing is lost when it is interrupted. What was said
                since the backup is gone for everyone: rooms get new identities, so that clients notice
                and read anew. FILE itself is not changed, and the server's key stays the one it is.
                Run it as the user that the server runs as.
                """,
            Examples =
            [
                ("chatd restore /backup/chat-monday.db", "for the server of this user"),
                ("chatd restore --data /var/lib/chatd /backup/chat.db", "into another folder, which is made where there is none"),
            ],
            RunAsync = static (call, place, cancellation) => new(new Restoration(place).Run(call.File, cancellation)),
        },
        new AdminCommand
        {
            Name = "export",
            Summary = "write what was said as lines of JSON",
            Help = """
                Writes rooms, who spoke in them, and all events as history shows them: edited messages
                with their latest text, deleted ones without any. The server may run. Each line is a
                JSON object; the first says what it is, the last one how much there was, so that a
                file that has been cut is noticed. docs/operating.md describes the lines.
                What is said in direct conversations is not written unless you ask for it.
                """,
            Examples =
            [
                ("chatd export > rooms.jsonl", "all rooms, without direct conversations"),
                ("chatd export --room '#lobby' --room '#incidents' --since 2026-01-31", "two rooms since a day, UTC; names in quotes, for the shell"),
                ("chatd export --direct --output /backup/everything.jsonl", "everything, into a file that is there when it is complete"),
                ("chatd export | jq -r 'select(.type == \"event\") | .nick + \": \" + .text'", "as text, with jq"),
            ],
            Options =
            [
                new AdminOption(Room, "NAME", "Only this room; give it again for more. Default: all rooms.") { IsList = true },
                new AdminOption(Direct, null, "Direct conversations, too: what two people have said to each other and to nobody else. Tell them before you do."),
                new AdminOption(Since, "TIME", "Only events that are not older: 2026-01-31 or 2026-01-31T18:00:00Z; UTC where no zone is given."),
                new AdminOption(Output, "FILE", "Into this file, mode 0600, instead of standard output. Refused when there is one."),
                new AdminOption(Force, null, "Replaces the file of --output when it exists."),
            ],
            RunAsync = static (call, place, cancellation) =>
                new(new Export(place).Run(ExportChoice.Parse(call.All(Room), call.Has(Direct), call.One(Since)), call.One(Output), call.Has(Force), cancellation)),
        },
        new AdminCommand
        {
            Name = "import",
            Operand = "FILE",
            Summary = "add rooms from an export",
            Help = """
                The server must be stopped. Adds the rooms and direct conversations of an export (- is
                standard input) with their events at the same seqs, to an empty store or beside what is
                there. Who spoke in them becomes a user whom nobody can be again. A room whose name
                there is already is refused. All of it is added or nothing: a line that is wrong is
                named with its number. What was there is kept as chat.db.before-import-TIME.
                Run it as the user that the server runs as.
                """,
            Examples =
            [
                ("chatd import rooms.jsonl", "all rooms of an export"),
                ("gzip -dc rooms.jsonl.gz | chatd import --data /var/lib/chatd -", "from standard input, into another folder"),
            ],
            RunAsync = static (call, place, cancellation) => new(new Import(place).Run(call.File, cancellation)),
        },
        new AdminCommand
        {
            Name = "check",
            Summary = "look whether the database is sound",
            Help = """
                Reads all of the database and of its index, beside a running server or without one,
                and compares every part with the others: pages, checksums, seqs, keys, users and
                rooms with the system log. Changes nothing. Prints a line for each finding, then how
                much there is; ends with 0 when all is sound, with 65 when it is not.
                """,
            Examples =
            [
                ("chatd check", "the data folder that the server uses by default"),
                ("chatd check --data /var/lib/chatd", "another one"),
            ],
            RunAsync = static (_, place, cancellation) => new(new Check(place).Run(cancellation)),
        },
        KeyCommand.Command,
        .. PeopleCommands.All,
    ];
}
