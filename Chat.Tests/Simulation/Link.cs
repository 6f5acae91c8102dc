using Chat.Server.Log;

namespace Chat.Tests.Simulation;

/// <summary>What happened on one connection, as its client saw it: all that the checker knows of it.</summary>
internal sealed class Link
{
    public Link(int number, string person, DeviceId? device)
    {
        Number = number;
        Person = person;
        Device = device;
    }

    public int Number { get; }

    /// <summary>Whose connection it was; a person has one at a time.</summary>
    public string Person { get; }

    /// <summary>The key it has proven; null for a guest's.</summary>
    public DeviceId? Device { get; }

    public List<Moment> Moments { get; } = [];

    public override string ToString() => $"{Person}/{Number}";
}
