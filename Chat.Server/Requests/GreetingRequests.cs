using System.Net;
using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Protocol.Names;
using Chat.Server.Delivery;
using Chat.Server.Log;
using Chat.Server.Sequencing.Commands;
using Chat.Server.Users;

namespace Chat.Server.Requests;

/// <summary>Hello.</summary>
internal static class GreetingRequests
{
    /// <summary>The command for a Hello; null with an <paramref name="error"/> when a field is out of its bounds.</summary>
    public static EnterCommand? Enter(HelloFrame hello, Subscriber from, DeviceId? device, IPAddress remote, out ErrorFrame? error)
    {
        error = (hello.Agent, hello.Code) switch
        {
            ({ } agent, _) when Encoding.UTF8.GetByteCount(agent) > Limits.MaxAgent =>
                new ErrorFrame(hello.Id, ErrorCodes.BadField, $"The agent is {Limits.MaxAgent} bytes at the most.", null, "agent"),
            (_, { } code) when Encoding.UTF8.GetByteCount(code) > Limits.MaxCode =>
                new ErrorFrame(hello.Id, ErrorCodes.BadField, $"A code is {Limits.MaxCode} bytes at the most.", null, "code"),
            _ => null,
        };
        if (error is not null)
        {
            return null;
        }

        var nick = Nick.TryParse(hello.Nick, out var given) ? given : null;
        return new EnterCommand(from, hello.Id, nick, hello.Resume, device, new TaskCompletionSource<UserId?>(TaskCreationOptions.RunContinuationsAsynchronously))
        {
            Agent = hello.Agent is { } label && UnicodeText.IsPlainText(label) ? label : "",
            Code = hello.Code is { } typed ? EntryCode.HashOf(typed) : null,
            Address = PeerAddress.Of(remote),
        };
    }
}
