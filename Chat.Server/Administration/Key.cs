using System.Globalization;
using Chat.Protocol;
using Chat.Server.Diagnostics;
using Chat.Server.Transport;

namespace Chat.Server.Administration;

/// <summary>Shows the key by which clients know the server, and gives it a new one.</summary>
internal sealed class Key
{
    private readonly Workplace _place;

    public Key(Workplace place)
    {
        _place = place;
    }

    /// <summary>Prints the fingerprint, since when, where, and the keys before it that clients may still know.</summary>
    /// <exception cref="CommandException">There is no key yet.</exception>
    /// <exception cref="CertificateException">It cannot be read.</exception>
    public CommandOutcome Show()
    {
        if (_place.OperatorCertificate is { } file)
        {
            ShowOperators(file);
            return CommandOutcome.Done;
        }

        using var own = ServerCertificate.TryLoadOwn(_place.Files.Folder) ?? throw NoKey();
        var made = new DateTimeOffset(own.Certificate.NotBefore).ToUniversalTime() + CertificateMaker.Grace;
        Print("key", own.Fingerprint);
        Print("since", made.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        Print("file", ServerCertificate.OwnFiles(_place.Files.Folder).Key);
        foreach (var earlier in KeySuccession.Earlier(own.Certificate).Reverse())
        {
            Print("before", ServerKey.Fingerprint(earlier));
        }

        return CommandOutcome.Done;
    }

    /// <summary>Makes a new key that the present one signs.</summary>
    /// <exception cref="CommandException">There is no key yet, or the operator's is in use.</exception>
    /// <exception cref="CertificateException">The present one cannot be used, or the new one cannot be written.</exception>
    public CommandOutcome Rotate()
    {
        if (_place.OperatorCertificate is { } file)
        {
            throw new CommandException(
                $"the server shows a certificate of your own, {file}, which only you can renew; clients follow when it keeps its key, and have to accept another one with 'chat trust HOST'");
        }

        if (KeyRotation.Run(_place.Files.Folder, _place.Time) is not var (before, after))
        {
            throw NoKey();
        }

        Print("key", after);
        Print("before", before);
        _place.Tell("the new key is signed by the old one, so that clients follow; the old private key is deleted: back up the folder tls again");
        _place.Tell("a server that runs on this data folder goes on with the old key until it is started again");
        return CommandOutcome.Done;
    }

    private void ShowOperators(string file)
    {
        var certificates = PemFile.ReadCertificates(file, CertificatePart.Certificate);
        Print("key", ServerKey.Fingerprint(ServerKey.Hash(certificates[0])));
        Print("file", file);
        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }

    private CommandException NoKey() => new($"{_place.Files.Folder} has no key yet: the server makes one at its first start");

    private void Print(string label, string value) => _place.Output.WriteLine($"{label,-8} {Escape.Text(value, 1000)}");
}
