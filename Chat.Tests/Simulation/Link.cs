namespace Chat.Tests.Simulation;

/// <summary>What happened on one connection, as its client saw it: all that the checker knows of it.</summary>
internal sealed class Link
{
    public Link(int number, string person)
    {
        Number = number;
        Person = person;
    }

    public int Number { get; }

    /// <summary>Whose connection it was; a person has one at a time.</summary>
    public string Person { get; }

    public List<Moment> Moments { get; } = [];

    public override string ToString() => $"{Person}/{Number}";
}
