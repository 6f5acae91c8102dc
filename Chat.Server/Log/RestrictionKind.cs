namespace Chat.Server.Log;

/// <summary>What somebody may not do. The numbers are stored.</summary>
internal enum RestrictionKind
{
    /// <summary>Enter.</summary>
    Ban = 0,

    /// <summary>Say something.</summary>
    Mute = 1,
}
