namespace Chat.Tests.Simulation;

/// <summary>What becomes of an append.</summary>
internal enum AppendFate
{
    Committed,
    Full,
    Failed,

    /// <summary>It is stored, but the store says that it does not know.</summary>
    StoredInDoubt,

    /// <summary>It is not stored, but the store says that it does not know.</summary>
    LostInDoubt,

    /// <summary>It is stored, but the store breaks before it can say so.</summary>
    StoredAndBroken,

    /// <summary>It is not stored, and the store breaks.</summary>
    LostAndBroken,
}
