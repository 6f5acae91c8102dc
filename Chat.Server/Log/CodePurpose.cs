namespace Chat.Server.Log;

/// <summary>What a code is good for. The numbers are stored.</summary>
internal enum CodePurpose
{
    /// <summary>Registering where that takes an invitation.</summary>
    Invitation = 0,

    /// <summary>Becoming an operator.</summary>
    Operator = 1,

    /// <summary>Adding a device to a user.</summary>
    Link = 2,
}
