namespace Chat.Tests.Support;

/// <summary>What a <see cref="FaultyLog"/> does with one append.</summary>
internal enum AppendFault
{
    /// <summary>Nothing: the append goes through.</summary>
    None,

    /// <summary>Stores nothing and says that there is no room.</summary>
    Full,

    /// <summary>Stores nothing and says that it cannot now.</summary>
    Failed,

    /// <summary>Stores nothing and says that another writer has moved the heads.</summary>
    Moved,

    /// <summary>Stores nothing and says that nobody knows.</summary>
    DoubtBefore,

    /// <summary>Stores everything and says that nobody knows.</summary>
    DoubtAfter,

    /// <summary>Stores nothing and throws.</summary>
    ThrowBefore,

    /// <summary>Stores everything and throws.</summary>
    ThrowAfter,
}
