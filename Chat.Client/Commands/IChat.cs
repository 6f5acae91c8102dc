using Chat.Client.Connection;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>What commands work on, whatever screen they are typed at. Safe from any thread.</summary>
internal interface IChat
{
    ServerLink Link { get; }

    /// <summary>The state at this moment.</summary>
    ChatState State { get; }

    /// <summary>Turns what happened into lines.</summary>
    Reducer Reducer { get; }

    TimeProvider Time { get; }

    void Show(ChatLine line);

    /// <summary>Wipes the screen.</summary>
    void Clear();

    /// <summary>Posts something to a room. Text that a person gave is looked at first: <see cref="Replies.Say"/>.</summary>
    void Send(string room, EventKind kind, string text, long? reference = null);

    /// <summary>Shows nothing of somebody from now on, or shows it again.</summary>
    void Ignore(Nick nick, bool on);

    /// <summary>Keeps that for the next start.</summary>
    /// <exception cref="Store.StoreException">It cannot be kept.</exception>
    Task KeepIgnoredAsync(Nick nick, bool on);

    /// <summary>Looks at a room from now on that is asked for, or is open.</summary>
    /// <param name="room">The room, as the server spells it where that is known.</param>
    /// <param name="insteadOf">Only when this is what is looked at; null: whatever is.</param>
    void Select(string room, string? insteadOf = null);

    /// <summary>Looks away from a room that is being left, at the one before.</summary>
    void Unselect(string room);

    /// <summary>Ends the program; what was typed and is not out is the program's to mention.</summary>
    void Quit();
}
