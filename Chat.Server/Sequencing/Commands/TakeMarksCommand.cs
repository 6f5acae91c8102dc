using Chat.Server.Log;

namespace Chat.Server.Sequencing.Commands;

/// <summary>Give out what is to be kept beside the logs. From no session.</summary>
/// <param name="Taken">Told once all that was decided before is committed; null when the store has not taken all of that yet: then later.</param>
internal sealed record TakeMarksCommand(TaskCompletionSource<KeptMarks?> Taken) : Command(null!, 0);
