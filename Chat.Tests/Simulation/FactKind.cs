namespace Chat.Tests.Simulation;

/// <summary>What a <see cref="Fact"/> is about.</summary>
internal enum FactKind
{
    /// <summary>What a user is called.</summary>
    Nick,

    /// <summary>A nick that stays a user's although he has another one.</summary>
    FormerNick,

    Device,

    /// <summary>A code that adds a device.</summary>
    Code,

    Member,

    /// <summary>A side of a direct conversation.</summary>
    Side,

    /// <summary>A conversation is out of a user's sight.</summary>
    Hidden,

    Role,

    Invited,

    Muted,

    Banned,

    /// <summary>Nobody's: a room has its door closed.</summary>
    Private,
}
