namespace Chat.Client.State;

/// <summary>"1 member", "2 members".</summary>
internal static class Counted
{
    public static DisplayText Of(long count, string ownNoun) =>
        DisplayText.Format($"{count} {DisplayText.Literal(count == 1 ? ownNoun : $"{ownNoun}s")}");
}
