using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>Where lines go. Used by one thread at a time.</summary>
internal interface ILineScreen
{
    /// <summary>Nobody can see it any more: what reads the pipe has ended.</summary>
    bool IsGone { get; }

    /// <summary>A person reads it, one room at a time; otherwise everything is shown as it comes.</summary>
    bool FollowsRoom { get; }

    /// <summary>Cells of a row at this moment; null: rows have no end.</summary>
    int? Cells { get; }

    /// <summary>Adds a line; it may be seen only after <see cref="Refresh"/>.</summary>
    void Print(ChatLine line);

    /// <summary>Makes everything seen, with what the person is asked for.</summary>
    /// <param name="prompt">What stands before the typed line.</param>
    /// <param name="live">Rows above it, which may change; what does not fit is cut.</param>
    void Refresh(DisplayText prompt, IReadOnlyList<DisplayText> live);

    /// <summary>Wipes what can be wiped.</summary>
    void Clear();

    /// <summary>Leaves the screen as it was found.</summary>
    void Close();
}
