using Chat.Protocol.Frames;
using Chat.Server.Delivery;

namespace Chat.Tests.Sequencing;

/// <summary>A session that is in.</summary>
internal sealed record Guest(Subscriber From, WelcomeFrame Welcome)
{
    /// <summary>What resumes it.</summary>
    public Guid Secret => Welcome.Session;

    public string Nick => Welcome.Nick;

    public static implicit operator Subscriber(Guest guest) => guest.From;
}
