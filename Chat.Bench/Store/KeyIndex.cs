namespace Chat.Bench.Store;

/// <summary>How it can be found out that a post is there already.</summary>
internal enum KeyIndex
{
    /// <summary>Not at all within the transaction.</summary>
    None,

    /// <summary>A table by user and key.</summary>
    Table,

    /// <summary>An index on the rows of events.</summary>
    Unique,

    /// <summary>A table by a hash of 64 bits.</summary>
    Hash,
}
