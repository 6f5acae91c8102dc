namespace Chat.Protocol.Names.Unicode;

/// <summary>What a code point is to a name.</summary>
[Flags]
internal enum NameKind
{
    /// <summary>None of the below.</summary>
    Other = 0,

    /// <summary>A letter: L*.</summary>
    Letter = 1,

    /// <summary>A combining mark: M*.</summary>
    Mark = 2,

    /// <summary>A decimal digit: Nd.</summary>
    Digit = Letter | Mark,

    /// <summary>Not shown by default, in addition to the above.</summary>
    Ignorable = 4,
}
