using Chat.Server.Administration;

namespace Chat.Server.Hosting;

/// <summary>All commands, in the order that help shows them.</summary>
internal static class AdminCommands
{
    private const string Force = "--force";

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
            Run = static (call, place, cancellation) => new Backup(place).Run(call.File, call.Has(Force), cancellation),
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
            Run = static (_, place, cancellation) => new Check(place).Run(cancellation),
        },
    ];
}
