namespace Chat.Server.Log.Sqlite.Inspecting;

/// <summary>What a log's own row says of it.</summary>
/// <param name="Name">How findings call it.</param>
/// <param name="Number">Its number in the database.</param>
/// <param name="First">The oldest seq kept.</param>
/// <param name="Head">The newest seq.</param>
/// <param name="LastTime">Time of the newest event.</param>
/// <param name="Topic">The topic; null when there is none.</param>
internal sealed record InspectedLog(string Name, long Number, long First, long Head, long LastTime, string? Topic);
