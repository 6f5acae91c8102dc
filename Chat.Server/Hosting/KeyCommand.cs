using Chat.Server.Administration;

namespace Chat.Server.Hosting;

/// <summary><c>chatd key</c>.</summary>
internal static class KeyCommand
{
    private const string Rotate = "rotate";

    public static AdminCommand Command { get; } = new()
    {
        Name = "key",
        Operand = "[rotate]",
        OperandWords = [Rotate],
        Settings = ["certificate"],
        Summary = "show the server's key, or give it a new one",
        Help = """
            Shows the fingerprint by which clients know the server, since when it has that key, the
            file it is in, and the keys before it. With 'rotate' it makes a new key that the old one
            signs. Clients that know the old one follow by themselves and say so in a line; those
            that missed up to 16 rotations do as well. The old private key is deleted. The server may
            run: it goes on with the old key until it is started again.

            Rotate when you want to be done with a key that was used for long. It is no cure for a
            key that was stolen: whoever has it can sign a successor as well as you can. Then stop
            the server, remove the folder tls of the data folder, and tell everybody the new
            fingerprint on another way; they accept it with 'chat trust HOST'.

            A certificate of your own (the setting certificate, in CHAT_CERTIFICATE or the settings
            file) is shown, but yours to look after: it cannot be rotated here.
            """,
        Examples =
        [
            ("chatd key", "the fingerprint, to be compared with what a client shows"),
            ("chatd key rotate --data /var/lib/chatd", "a new key; start the server again after it"),
        ],
        RunAsync = static (call, place, _) => new(call.Operand == Rotate ? new Key(place).Rotate() : new Key(place).Show()),
    };
}
