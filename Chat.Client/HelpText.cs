namespace Chat.Client;

/// <summary>What <c>chat --help</c> says.</summary>
internal static class HelpText
{
    public const string Text =
        """
        chat: talk with others on a chat server, in rooms and one to one.

        Usage:
          chat [chat://]HOST[:PORT][/#ROOM] [options]
          chat trust HOST[:PORT]            accepts another key of a server: chat trust --help

        Examples:
          chat                              the server on this machine, room #lobby
          chat lan.example                  the server on lan.example
          chat lan.example/#cooking         and there straight into #cooking
          chat '[2001:db8::7]:2429'         an IPv6 address and another port
          chat lan.example --nick alice     under another name than the login name
          tail -f log | chat lan.example    says every line that comes, as you
          make | chat lan.example --identity builder --nick builder
                                            as somebody else, with a key of its own

        HOST is localhost and PORT is 2428 when they are left out. A room that does not exist is made.
        The connection is encrypted. The server's key is remembered at first contact; should it ever be
        another one, chat says so and sends nothing. An invitation, chat://HOST/#ROOM?pin=…&code=…, is an
        address as well: put it in quotes.

        Your device has a key too, made at the first start. The nick with which it first comes to a server
        is yours there from then on: without a password, for this device and those that you link to it.

        Options:
          -n, --nick NAME   who you are; without it, who you were last there, at first your login name.
                            In a pipe nothing is sent under another nick: it ends with 77
              --link [CODE] makes this device one of yours: type /link on the other one, and the code here.
                            With --nick, after the server; the code is asked for when it is left out
              --guest       shows no key of yours: the nick is free again when you leave
              --identity ID somebody else, with a key of its own; ID is a name for this machine only
              --color WHEN  auto, always or never; NO_COLOR and TERM=dumb are honoured
              --plain       lines in, lines out: what it does anyway, and the way of pipes
              --plaintext   without encryption; servers take that from their own machine only
              --data DIR    where keys, yours and those of servers, unsent messages, the lines you type
                            and a copy of what was seen are kept (default $XDG_DATA_HOME/chat)
          -h, --help        this text
          -V, --version     which version this is

        When it runs: type and press Enter. /help lists the commands, such as
          /join #cooking    enters a room             /msg bob Coming?   only bob reads it
          /names            who is here               /quit              leaves
        Tab completes names, commands and :emoji:, Up brings back what you typed; /help keys has the rest.

        In a pipe, messages go to standard output and everything else to standard error; at the end of its
        input chat waits until everything is on the server. Lines go to the room that was named and to no
        other one. Exit codes: 0 done, 64 usage, 69 server not reachable or lost, 75 try again, 76 not the
        right server, 77 not allowed, also when a line or a command was refused, 78 configuration.

        """;

    public const string Trust =
        """
        chat trust: the keys of servers that are known here.

        Usage:
          chat trust HOST[:PORT] [options]      shows the known and the present key, and asks
          chat trust --list                     a line for each server: address, key, day
          chat trust --forget HOST[:PORT]       the next contact is the first one again

        A server whose key has changed may have been set up anew, or somebody may be in between. Ask whoever
        runs it for the fingerprint that 'chatd key' shows there, and compare. A key that the old one has
        signed ('chatd key rotate') is accepted by itself, without this command.

        Options:
              --fingerprint SHA256:…   accepts this key and no other, without asking
          -y, --yes                    accepts whichever key is there, without asking
              --data DIR               where keys are kept (default $XDG_DATA_HOME/chat)
          -h, --help                   this text

        Exit codes: 0 done, 64 usage, 69 server not reachable, 76 not the right key, 78 configuration.

        """;
}
