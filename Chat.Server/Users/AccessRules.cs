namespace Chat.Server.Users;

/// <summary>Who may come in, and how much of what costs others something one of them may do.</summary>
internal sealed record AccessRules
{
    public const int DefaultRegistrationsPerAddress = 100;
    public const int DefaultCodeAttempts = 10;
    public const int DefaultNewRooms = 2_000;
    public const int DefaultNewConversations = 200;

    public Registration Registration { get; init; } = Registration.Open;

    public GuestPolicy Guests { get; init; } = GuestPolicy.Any;

    /// <summary>New users from one address in an hour; null for no limit. This machine has none.</summary>
    public int? RegistrationsPerAddress { get; init; } = DefaultRegistrationsPerAddress;

    /// <summary>Wrong codes from one address in ten minutes; null for no limit.</summary>
    public int? CodeAttempts { get; init; } = DefaultCodeAttempts;

    /// <summary>Rooms that one user may be in; and of conversations so many that he sees, before he may begin another.</summary>
    public int RoomsPerUser { get; init; } = 1_000;

    /// <summary>Rooms that one user, or the guests of one address, may make in an hour; null for no limit.</summary>
    public int? NewRooms { get; init; } = DefaultNewRooms;

    /// <summary>Direct conversations that one user, or the guests of one address, may begin in an hour; null for no limit.</summary>
    public int? NewConversations { get; init; } = DefaultNewConversations;
}
