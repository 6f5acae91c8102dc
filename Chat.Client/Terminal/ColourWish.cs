namespace Chat.Client.Terminal;

/// <summary>What <c>--color</c> asks for.</summary>
internal enum ColourWish
{
    /// <summary>Where a terminal shows them and nobody objects.</summary>
    Auto,

    /// <summary>In a pipe and against <c>NO_COLOR</c>, too.</summary>
    Always,

    /// <summary>Nowhere.</summary>
    Never,
}
