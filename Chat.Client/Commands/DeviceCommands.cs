using System.Globalization;
using Chat.Client.State;
using Chat.Protocol;
using Chat.Protocol.Frames;

namespace Chat.Client.Commands;

/// <summary>The devices of a user. Any thread.</summary>
internal sealed class DeviceCommands
{
    private const string Usage = "/devices [unlink NUMBER]";

    /// <summary>As they were listed last, so that a number means what was seen.</summary>
    private IReadOnlyList<Device> _listed = [];

    public IReadOnlyList<Command> All =>
    [
        new("link", "", "be the same person on another device", LinkAsync)
        {
            // The code belongs to chat --link; who types it here all the same does not want it kept.
            TakesSecret = true,
            Topic = CommandTopic.Program,
            Examples = [("/link", "shows a code for chat --link on the other device; it is good once, for ten minutes")],
        },
        new("devices", "[unlink NUMBER]", "your devices, or take one away", DevicesAsync)
        {
            Topic = CommandTopic.Program,
            Examples =
            [
                ("/devices", "numbers them"),
                ("/devices unlink 2", "the second is yours no longer, and its chat ends"),
                ("/devices unlink SHA256:qbcR", "the one whose key begins so"),
            ],
        },
    ];

    private static async Task LinkAsync(IChat chat, string argument)
    {
        switch (await chat.Link.AskAsync(static id => new LinkFrame(id)))
        {
            case LinkCodeFrame link:
                var until = new EventLines(chat.Time.LocalTimeZone).Local(link.Expires);
                chat.Show(ChatLine.Of(
                    LineKind.Answer,
                    DisplayText.Format($"On the other device: chat {chat.Link.Server} --nick {chat.State.Nick} --link"),
                    DisplayText.Format($"The code it asks for: {link.Code}"),
                    DisplayText.Format($"It is good once, until {until:HH:mm}. Who has it becomes you: show it to nobody.")));
                break;
            case ErrorFrame error:
                chat.Refuse(error, "/link");
                break;
            default:
                break;
        }
    }

    private async Task DevicesAsync(IChat chat, string argument)
    {
        var (verb, which) = Replies.Split(argument);
        if (verb.Length == 0)
        {
            await ListAsync(chat);
        }
        else if (!string.Equals(verb, "unlink", StringComparison.OrdinalIgnoreCase) || which.Length == 0)
        {
            await chat.Misused(Usage);
        }
        else
        {
            await UnlinkAsync(chat, which);
        }
    }

    private async Task ListAsync(IChat chat)
    {
        if (await AskAsync(chat) is not { } devices)
        {
            return;
        }

        var times = new EventLines(chat.Time.LocalTimeZone);
        var lines = devices.Select((device, i) => DisplayText.Format(
            $"{i + 1}. {KeyOf(device)} {device.Label}, since {times.Local(device.Added):yyyy-MM-dd}, {(device.Current ? DisplayText.Literal("this one") : DisplayText.Format($"seen {times.Local(device.Seen):yyyy-MM-dd HH:mm}"))}"));
        foreach (var line in devices.Count == 0 ? [DisplayText.Literal("You have no device here: you are a guest.")] : lines)
        {
            chat.Show(ChatLine.Of(LineKind.Answer, line));
        }
    }

    private async Task UnlinkAsync(IChat chat, string which)
    {
        var isNumber = int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var devices = isNumber && Volatile.Read(ref _listed) is { Count: > 0 } listed ? listed : await AskAsync(chat);
        if (devices is null)
        {
            return;
        }

        var meant = isNumber
            ? devices.Skip(number - 1).Take(number > 0 ? 1 : 0).ToList()
            : [.. devices.Where(device => KeyOf(device).StartsWith(which, StringComparison.Ordinal) || device.Fingerprint.ToString().StartsWith(which, StringComparison.OrdinalIgnoreCase))];
        if (meant.Count != 1)
        {
            chat.Show(meant.Count == 0 ? ChatLine.Error($"You have no such device: {which}. /devices numbers them.") : ChatLine.Error($"{meant.Count} devices begin so: {which}"));
            return;
        }

        switch (await chat.Link.AskAsync(id => new UnlinkFrame(id, meant[0].Fingerprint)))
        {
            case DoneFrame:
                Volatile.Write(ref _listed, []);
                chat.Show(ChatLine.Status($"{meant[0].Label} is yours no longer: {KeyOf(meant[0])}"));
                break;
            case ErrorFrame error:
                chat.Refuse(error, meant[0].Label);
                break;
            default:
                break;
        }
    }

    private async Task<IReadOnlyList<Device>?> AskAsync(IChat chat)
    {
        switch (await chat.Link.AskAsync(static id => new DevicesFrame(id)))
        {
            case DeviceListFrame list:
                Volatile.Write(ref _listed, list.Devices);
                return list.Devices;
            case ErrorFrame error:
                chat.Refuse(error, "/devices");
                return null;
            default:
                return null;
        }
    }

    /// <summary>The key as people see keys everywhere.</summary>
    private static string KeyOf(Device device)
    {
        Span<byte> bytes = stackalloc byte[Limits.FingerprintBytes];
        device.Fingerprint.TryWriteBytes(bytes);
        return ServerKey.Fingerprint(bytes);
    }
}
