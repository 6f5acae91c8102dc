using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>Where lines go. Used by one thread at a time.</summary>
internal interface ILineScreen
{
    /// <summary>Nobody can see it any more: what reads the pipe has ended.</summary>
    bool IsGone { get; }

    /// <summary>Adds a line; it may be seen only after <see cref="Refresh"/>.</summary>
    void Print(ChatLine line);

    /// <summary>Makes everything seen, with what the person is asked for.</summary>
    void Refresh(DisplayText prompt);

    /// <summary>Wipes what can be wiped.</summary>
    void Clear();

    /// <summary>Leaves the screen as it was found.</summary>
    void Close();
}
