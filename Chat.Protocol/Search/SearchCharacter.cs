namespace Chat.Protocol.Search;

/// <summary>What a character is to a token.</summary>
internal enum SearchCharacter
{
    /// <summary>In no token.</summary>
    Separator = 0,

    /// <summary>A part of a word.</summary>
    Word = 1,

    /// <summary>A part of whatever stands before it.</summary>
    Mark = 2,

    /// <summary>A token of its own.</summary>
    Alone = 3,
}
