namespace Chat.Tests.History;

/// <summary>All that became of one key of one user.</summary>
internal sealed class PostTrail
{
    public PostTrail(string user, Guid key)
    {
        User = user;
        Key = key;
    }

    public string User { get; }

    public Guid Key { get; }

    /// <summary>In the order in which they were sent.</summary>
    public List<Invocation> Invocations { get; } = [];

    public List<Acknowledgement> Acknowledgements { get; } = [];

    public List<Refusal> Refusals { get; } = [];

    /// <summary>Where it stands in the final logs first; null when it does not.</summary>
    public StoredEvent? Stored { get; set; }

    /// <summary>Whether the first time it was sent was answered by Posted.</summary>
    public bool IsTakenAtOnce => Invocations.Count > 0 && Acknowledgements.Exists(acknowledged => acknowledged.AskedAt == Invocations[0].Stamp);

    public override string ToString() => $"key {Key.ToString("N")[..8]} of {User}";
}
