namespace Chat.Protocol.Names.Unicode;

/// <summary>What a code point is to an emoji sequence.</summary>
internal enum EmojiKind
{
    /// <summary>Nothing, or a part that is known by its number (digits, skin tones, regional indicators).</summary>
    None = 0,

    /// <summary>An emoji.</summary>
    Pictograph = 1,

    /// <summary>An emoji that may be followed by a skin tone, or a code point kept for emoji of later versions.</summary>
    Modifiable = 2,
}
