namespace Chat.Server.Log;

/// <summary>A user as the store knows him. Belongs to a <see cref="SystemState"/>.</summary>
internal sealed class StoredUser
{
    public StoredUser(UserId id, string nick, long since)
    {
        Id = id;
        Nick = nick;
        Since = since;
    }

    public UserId Id { get; }

    public string Nick { get; set; }

    /// <summary>Since when something is kept of him, Unix milliseconds.</summary>
    public long Since { get; }

    /// <summary>Nothing brings him back; he is kept for the conversations that name him.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>What he may go on with, in the order of issue.</summary>
    public List<StoredSecret> Secrets { get; } = [];

    /// <summary>The keys he is known by, in the order of adding; a guest has none.</summary>
    public List<StoredDevice> Devices { get; } = [];

    /// <summary>Nicks he had before, which stay his, the oldest first.</summary>
    public List<string> FormerNicks { get; } = [];

    /// <summary>Whether he may do everything on this server.</summary>
    public bool IsOperator { get; set; }

    /// <summary>Whose direct messages he refuses.</summary>
    public HashSet<UserId> Blocked { get; } = [];
}
