namespace Chat.Server.Log;

/// <summary>
/// A change of users or rooms, as the system log holds it: it is the audit log, and from the first one on it gives the state of today
/// (<see cref="SystemState.Apply"/>).
/// </summary>
/// <param name="Time">When it was decided, Unix milliseconds, UTC.</param>
internal abstract record SystemEvent(long Time);
