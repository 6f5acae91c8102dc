using Chat.Server.Administration;

namespace Chat.Server.Hosting;

/// <summary>All commands, in the order that help shows them.</summary>
internal static class AdminCommands
{
    public static IReadOnlyList<AdminCommand> All { get; } =
    [
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
