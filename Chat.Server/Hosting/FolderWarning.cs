using Chat.Server.Administration.Control;
using Chat.Server.Log.Sqlite;
using Chat.Server.Transport;

namespace Chat.Server.Hosting;

/// <summary>What is to be said of a data folder that was there already and that others can get into.</summary>
internal static class FolderWarning
{
    private const string OwnName = "chatd";

    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Whose folder it is not, whatever is in it: everybody may write to it.</summary>
    private const UnixFileMode ForAll = UnixFileMode.StickyBit | UnixFileMode.OtherWrite;

    /// <summary>To close it where it is the server's own, to take another one where it is not; null where others cannot get in.</summary>
    /// <param name="folder">The data folder, absolute.</param>
    public static string? Of(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder) || File.GetUnixFileMode(folder) is var mode && (mode & OfOthers) == 0)
        {
            return null;
        }

        return $"others on this machine can get into the data folder {folder}{(IsOwn(folder, mode)
            ? ": chmod 700 keeps it to its owner"
            : $", which is not the server's alone: name one of its own, which is made then, such as --data {Path.Combine(folder, OwnName)}")}";
    }

    private static bool IsOwn(string folder, UnixFileMode mode)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return (mode & ForAll) == 0
            && Path.GetDirectoryName(folder) is not null
            && Path.TrimEndingDirectorySeparator(folder) != Path.TrimEndingDirectorySeparator(home)
            && (File.Exists(new StoreFiles(folder).Database) || Directory.EnumerateFileSystemEntries(folder).All(path => IsMadeAtStart(folder, path)));
    }

    private static bool IsMadeAtStart(string folder, string path)
    {
        var control = new ControlFiles(folder);
        return Path.GetFileName(path) == CertificateMaker.FolderName || path == control.Socket || path == control.Lock;
    }
}
