using Chat.Server.Transport;

namespace Chat.Server.Hosting;

/// <summary>What the settings name and the server needs before it can listen: its data folder, its certificate and its greeting.</summary>
internal sealed class Materials : IDisposable
{
    private Materials(ServerCertificate? certificate, bool keyMade, string? motd)
    {
        Certificate = certificate;
        KeyMade = keyMade;
        Motd = motd;
    }

    /// <summary>The server's certificate. Null after a <see cref="Check"/> where the server would make one.</summary>
    public ServerCertificate? Certificate { get; }

    /// <summary>Whether the key was made just now.</summary>
    public bool KeyMade { get; }

    /// <summary>The greeting; null for none.</summary>
    public string? Motd { get; }

    /// <summary>Looks whether all of it can be used, and changes nothing.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="problems">Gains a line for everything that is wrong.</param>
    /// <returns>What is there.</returns>
    public static Materials Check(EffectiveSettings settings, List<string> problems)
    {
        var motd = ReadMotd(settings, problems);
        var folder = settings.Options.DataDirectory;
        if (File.Exists(folder))
        {
            problems.Add($"{settings.Blame("data")}: {folder} is a file, not a folder");
        }

        return new Materials(Guarded(settings, problems, () => Given(settings.Options) ?? ServerCertificate.TryLoadOwn(folder)), keyMade: false, motd);
    }

    /// <summary>Reads all of it, and makes the data folder and the key where they are missing.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="time">The clock, for a new certificate.</param>
    /// <param name="problems">Gains a line for everything that is wrong; then what is returned cannot be used.</param>
    /// <returns>What the server needs.</returns>
    public static Materials Prepare(EffectiveSettings settings, TimeProvider time, List<string> problems)
    {
        var options = settings.Options;
        var motd = ReadMotd(settings, problems);
        var made = false;
        var certificate = MakeFolder(settings, problems)
            ? Guarded(settings, problems, () => Given(options) ?? ServerCertificate.LoadOrMakeOwn(options.DataDirectory, options.Name, time, out made))
            : null;
        return new Materials(certificate, made, motd);
    }

    /// <inheritdoc/>
    public void Dispose() => Certificate?.Dispose();

    private static string? ReadMotd(EffectiveSettings settings, List<string> problems)
    {
        if (settings.Options.MotdFile is not { } file)
        {
            return null;
        }

        var motd = MotdFile.Read(file, out var problem);
        if (problem is not null)
        {
            problems.Add($"{settings.Blame("motd")}: {problem}");
        }

        return motd;
    }

    private static ServerCertificate? Given(ServerOptions options) => options switch
    {
        { Certificate: { } file } => ServerCertificate.Load(file, options.CertificateKey),
        { CertificateKey: not null } => throw new CertificateException(CertificatePart.Key, "is of no use without --certificate"),
        _ => null,
    };

    private static ServerCertificate? Guarded(EffectiveSettings settings, List<string> problems, Func<ServerCertificate?> read)
    {
        try
        {
            return read();
        }
        catch (CertificateException error)
        {
            var key = error.Part switch
            {
                CertificatePart.Certificate => "certificate",
                CertificatePart.Key => "certificate-key",
                _ => "data",
            };
            problems.Add($"{settings.Blame(key)}: {error.Message}");
            return null;
        }
    }

    private static bool MakeFolder(EffectiveSettings settings, List<string> problems)
    {
        var folder = settings.Options.DataDirectory;
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else if (!Directory.Exists(folder))
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{settings.Blame("data")}: cannot make the folder {folder}: {Why(folder, error)}");
            return false;
        }
    }

    private static string Why(string folder, Exception error) =>
        File.Exists(folder) ? "it is a file"
        : error is DirectoryNotFoundException ? "none can be made there"
        : PemFile.Reason(error);
}
