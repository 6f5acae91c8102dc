namespace Chat.Server.Sequencing.Commands;

/// <summary>A command of whoever runs the server, from no session: <see cref="Command.From"/> is never looked at.</summary>
internal abstract record HouseCommand() : Command(null!, 0)
{
    /// <summary>Tells who waits that the store has not taken it.</summary>
    public abstract void Refuse(string code, string message);
}

/// <summary>A command of the house that somebody waits for.</summary>
/// <typeparam name="T">What comes of it.</typeparam>
internal abstract record HouseCommand<T> : HouseCommand
{
    /// <summary>Told once it is stored, or refused.</summary>
    public TaskCompletionSource<HouseAnswer<T>> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Refuse(string code, string message) => Answered.TrySetResult(new HouseAnswer<T>(default, code, message));
}
