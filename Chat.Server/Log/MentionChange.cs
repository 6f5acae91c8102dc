namespace Chat.Server.Log;

/// <summary>A change of what is kept of mentions. Reading is none: a <see cref="ReadMark"/> takes along the mentions up to it.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Mention">Which one, or the newest one of several.</param>
internal readonly record struct MentionChange(MentionChangeKind Kind, Mention Mention);
