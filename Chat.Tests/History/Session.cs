namespace Chat.Tests.History;

/// <summary>One connection to one run of the server.</summary>
/// <param name="Id">From 1, in the order in which they were opened.</param>
/// <param name="User">Who it is, whatever his nick is at the time: the same over reconnects, resumes and restarts.</param>
/// <param name="Epoch">The run of the server, from 1. For whoever reads a fault: no rule needs it.</param>
internal sealed record Session(int Id, string User, int Epoch)
{
    public override string ToString() => $"session {Id} of {User} (run {Epoch})";
}
