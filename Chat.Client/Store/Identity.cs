namespace Chat.Client.Store;

/// <summary>Who somebody is to servers: a device key of its own, and all that belongs to it. Most people have one; more have names.</summary>
/// <param name="Name">What it is called on this machine only.</param>
/// <param name="Folder">The folder of its own, below the data folder.</param>
internal sealed record Identity(string Name, DataFolder Folder)
{
    /// <summary>The one that is used when none is named.</summary>
    public const string DefaultName = "default";

    /// <summary>Where they all are, below the data folder.</summary>
    public const string FolderName = "identities";

    private const int MaxName = 64;

    /// <summary>Whether that can be a name: letters and digits of ASCII, <c>-</c> and <c>_</c>, so that it is a name for a folder everywhere.</summary>
    public static bool IsName(string text) =>
        text.Length is > 0 and <= MaxName && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Opens an identity's folder, and makes it when it is not there.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="name">A name, as <see cref="IsName"/> has it; capitals make no difference.</param>
    /// <exception cref="StoreException">The folder cannot be made, or others can get in.</exception>
    public static Identity Open(DataFolder data, string name)
    {
        if (!IsName(name))
        {
            throw new ArgumentException("An identity's name is a folder's name.", nameof(name));
        }

        var all = data.Below(FolderName);
        var lower = name.ToLowerInvariant();
        return new Identity(lower, all.Below(lower));
    }
}
