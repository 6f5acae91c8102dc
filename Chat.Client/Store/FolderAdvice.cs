namespace Chat.Client.Store;

/// <summary>What to do about a data folder that others can get into: it is closed when it is the client's own, and another one is named when it is not.</summary>
internal static class FolderAdvice
{
    private const string OwnName = "chat";

    /// <summary>Whose folder it is not, whatever is in it: everybody may write to it, or everything else of a person or the machine is below.</summary>
    private const UnixFileMode ForAll = UnixFileMode.StickyBit | UnixFileMode.OtherWrite;

    /// <summary>Something of it is in every data folder that was used once.</summary>
    private static readonly string[] Kept = [Identity.FolderName, KnownServers.FileName];

    /// <summary>As the end of a sentence that says what is wrong.</summary>
    /// <param name="path">The folder, absolute.</param>
    /// <param name="mode">Its mode.</param>
    public static string Of(string path, UnixFileMode mode) => IsOwn(path, mode)
        ? $". Close it with: chmod 700 {DataFolder.Quote(path)}"
        : $", which is not for chat alone. Name one of its own, which is made then: --data {DataFolder.Quote(Path.Combine(path, OwnName))}";

    private static bool IsOwn(string path, UnixFileMode mode) =>
        (mode & ForAll) == 0
        && Path.GetDirectoryName(path) is not null
        && !IsSame(path, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify))
        && (IsDefault(path) || Kept.Any(name => Path.Exists(Path.Combine(path, name))));

    private static bool IsDefault(string path)
    {
        try
        {
            return IsSame(path, DataFolder.DefaultPath());
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private static bool IsSame(string one, string other) =>
        other.Length > 0 && Path.TrimEndingDirectorySeparator(one) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(other));
}
