namespace Chat.Server.Log.Sqlite;

/// <summary>Where an event is in the order of commits: its block, and its place in that. As one number it is what the index knows an event by.</summary>
internal static class EventPlace
{
    public static long Of(long block, int index) => (block * BlockCodec.MaxEvents) + index;

    public static (long Block, int Index) Parts(long place) => (place / BlockCodec.MaxEvents, (int)(place % BlockCodec.MaxEvents));
}
