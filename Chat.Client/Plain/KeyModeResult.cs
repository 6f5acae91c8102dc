namespace Chat.Client.Plain;

/// <summary>What has become of a key.</summary>
internal enum KeyModeResult
{
    /// <summary>It was taken, and so will be the next.</summary>
    Stays,

    /// <summary>It was taken, and was the last.</summary>
    Ends,

    /// <summary>It means what it always means: the mode is over.</summary>
    Passes,
}
