using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Tests.History;

/// <summary>What an event says at one time, as edits and deletions have made it.</summary>
internal readonly record struct Version(EventKind Kind, string Text, long? Ref)
{
    private const int LongestText = 40;

    public static Version Of(in PageEvent said) => new(said.Kind, said.Text, said.Ref);

    public static string Describe(in PageEvent said) => $"event {said.Seq} ({Of(said)} by {said.Nick}, key {said.Key?.ToString("N")[..8] ?? "none"})";

    public override string ToString()
    {
        var text = Text.Length > LongestText ? string.Concat(Text.AsSpan(0, LongestText), "…") : Text;
        return Ref is null ? $"{Kind} \"{text}\"" : $"{Kind} of {Ref} \"{text}\"";
    }
}
