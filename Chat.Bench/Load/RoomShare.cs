namespace Chat.Bench.Load;

/// <summary>The members of a room that one loop has. Counts for them who has what, so that loops need not tell each other of every delivery. Owned by its loop.</summary>
internal sealed class RoomShare
{
    private readonly int[] _delivered;
    private int _members;

    public RoomShare(Room room, Tally tally)
    {
        Room = room;
        Tally = tally;
        _delivered = new int[room.Places];
    }

    public Room Room { get; }

    public Tally Tally { get; }

    /// <summary>Takes in one more for whom a message waits. Before the first message.</summary>
    public void Add()
    {
        if (_members++ == 0)
        {
            Room.AddShare();
        }
    }

    /// <summary>One of the members has a message.</summary>
    public void Delivered(int number)
    {
        ref var delivered = ref _delivered[number & (_delivered.Length - 1)];
        if (++delivered == _members)
        {
            delivered = 0;
            Room.Delivered(number);
        }
    }
}
