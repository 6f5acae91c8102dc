namespace Chat.Client.Terminal;

/// <summary>How many colours a terminal has.</summary>
internal enum ColourDepth
{
    /// <summary>None are wanted, or it has none: lines differ in their words only.</summary>
    None,

    /// <summary>The sixteen of its theme.</summary>
    Sixteen,

    /// <summary>256, of which 216 are the same everywhere.</summary>
    Indexed,

    /// <summary>All that a screen can show.</summary>
    True,
}
