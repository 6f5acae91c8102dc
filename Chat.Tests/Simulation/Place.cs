namespace Chat.Tests.Simulation;

/// <summary>A room as a person remembers it, over connections.</summary>
internal sealed class Place
{
    public Place(string name, Guid log, long cursor)
    {
        Name = name;
        Log = log;
        Cursor = cursor;
    }

    public string Name { get; }

    public Guid Log { get; }

    /// <summary>The seq of the last event that came.</summary>
    public long Cursor { get; set; }

    /// <summary>Whether the present connection follows it.</summary>
    public bool IsFollowed { get; set; }

    public bool IsAskedFor { get; set; }

    /// <summary>Seqs to edit, answer and react to.</summary>
    public List<long> Seen { get; } = [];
}
