using Chat.Server.Users;

namespace Chat.Server.Hosting;

/// <summary>Who may come in, and how much one may do.</summary>
internal static partial class Settings
{
    private static readonly Dictionary<string, Registration> Registrations = new()
    {
        ["open"] = Registration.Open,
        ["invite"] = Registration.Invite,
        ["closed"] = Registration.Closed,
    };

    private static readonly Dictionary<string, GuestPolicy> GuestPolicies = new()
    {
        ["any"] = GuestPolicy.Any,
        ["local"] = GuestPolicy.Local,
        ["none"] = GuestPolicy.None,
    };

    private static IReadOnlyList<Setting> People =>
    [
        One(
            "registration",
            "open|invite|closed",
            "open",
            "Who may take a nick for good: everyone who comes with a client of his own, whoever has a link of 'chatd invite', nobody new. The operator's link always lets its user in.",
            (options, value) => new Setting.Applied(
                options with { Access = options.Access with { Registration = SettingValue.Choice(value, Registrations, out var problem) ?? options.Access.Registration } }, problem),
            options => Word(Registrations, options.Access.Registration)),
        One(
            "guests",
            "any|local|none",
            "any where registration is open, else local",
            "Who may talk without an account, under a nick that is free again when he goes: everyone, programs on this machine, nobody.",
            (options, value) => new Setting.Applied(options with { Guests = SettingValue.Choice(value, GuestPolicies, out var problem) ?? options.Guests }, problem),
            options => Word(GuestPolicies, options.EffectiveAccess.Guests)),
        Limit(
            "registrations-per-address",
            AccessRules.DefaultRegistrationsPerAddress,
            "New users from one IP address in an hour. All who sit behind one router count as one address; this machine is not counted. With 'off' one machine can take all nicks.",
            static (access, number) => access with { RegistrationsPerAddress = number },
            static access => access.RegistrationsPerAddress),
        Limit(
            "code-attempts",
            AccessRules.DefaultCodeAttempts,
            "Wrong link and invitation codes from one IP address in ten minutes, after which it has to wait. Codes carry 100 bits: 'off' makes guessing louder, not likelier.",
            static (access, number) => access with { CodeAttempts = number },
            static access => access.CodeAttempts),
        One(
            "rooms-per-user",
            "N",
            Text(new AccessRules().RoomsPerUser),
            "Rooms that one user may be in, and direct conversations that he may have listed before he begins another. Each costs a little memory for good.",
            (options, value) => new Setting.Applied(
                options with { Access = options.Access with { RoomsPerUser = SettingValue.Number(value, 1, MostAllowed, out var problem) ?? options.Access.RoomsPerUser } }, problem),
            options => Text(options.Access.RoomsPerUser)),
        Limit(
            "new-rooms",
            AccessRules.DefaultNewRooms,
            "Rooms that one user, or all guests of one address together, may make in an hour. With 'off' one client can use up the rooms that the server holds.",
            static (access, number) => access with { NewRooms = number },
            static access => access.NewRooms),
        Limit(
            "new-conversations",
            AccessRules.DefaultNewConversations,
            "Direct conversations that one user, or all guests of one address together, may begin in an hour with people they have not talked to before. With 'off' one client can pester everybody.",
            static (access, number) => access with { NewConversations = number },
            static access => access.NewConversations),
    ];

    /// <summary>A number of something in a time, or none.</summary>
    private static Setting Limit(string key, int byDefault, string help, Func<AccessRules, int?, AccessRules> set, Func<AccessRules, int?> get) => One(
        key,
        "N|off",
        Text(byDefault),
        help,
        (options, value) => value == Off ? new Setting.Applied(options with { Access = set(options.Access, null) })
            : SettingValue.Number(value, 1, MostAllowed, out var problem) is { } number ? new Setting.Applied(options with { Access = set(options.Access, number) })
            : new Setting.Applied(options, problem + ", nor off"),
        options => get(options.Access) is { } number ? Text(number) : Off);
}
