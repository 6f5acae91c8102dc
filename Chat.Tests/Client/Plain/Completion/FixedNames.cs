using Chat.Client.Plain.Completion;

namespace Chat.Tests.Client.Plain.Completion;

/// <summary>Names that do not change.</summary>
internal sealed class FixedNames : ICompletionSource
{
    public IEnumerable<string> Nicks { get; init; } = [];

    public IEnumerable<string> Rooms { get; init; } = [];

    public IEnumerable<string> Commands { get; init; } = [];

    public IEnumerable<string> Aliases { get; init; } = [];
}
