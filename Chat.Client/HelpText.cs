namespace Chat.Client;

/// <summary>What <c>chat --help</c> says.</summary>
internal static class HelpText
{
    public const string Text =
        """
        chat: talk with others on a chat server, in rooms and one to one.

        Usage:
          chat [chat://]HOST[:PORT][/#ROOM] [options]

        Examples:
          chat                              the server on this machine, room #lobby
          chat lan.example                  the server on lan.example
          chat lan.example/#cooking         and there straight into #cooking
          chat '[2001:db8::7]:2429'         an IPv6 address and another port
          chat lan.example --nick alice     under another name than the login name
          tail -f log | chat lan.example    says every line that comes

        HOST is localhost and PORT is 2428 when they are left out. A room that does not exist is made.
        The connection is encrypted. The server's key is remembered at first contact; should it ever be
        another one, chat says so and sends nothing.

        Options:
          -n, --nick NAME   who you are; without it, your login name
              --plain       lines in, lines out (for now the only way, and the way of pipes)
              --plaintext   without encryption; servers take that from their own machine only
              --data DIR    where servers' keys, unsent messages, the lines you type and a
                            copy of what was seen are kept (default $XDG_DATA_HOME/chat)
          -h, --help        this text
          -V, --version     which version this is

        When it runs: type and press Enter. /help lists the commands, such as
          /join #cooking    enters a room             /msg bob Coming?   only bob reads it
          /names            who is here               /quit              leaves
        Tab completes names, commands and :emoji:, Up brings back what you typed; /help keys has the rest.

        In a pipe, messages go to standard output and everything else to standard error; at the end of its
        input chat waits until everything is on the server. Exit codes: 0 done, 64 usage, 69 server not
        reachable or lost, 75 try again, 76 not the right server, 77 not allowed, 78 configuration.

        """;
}
