namespace Chat.Tests.Simulation;

/// <summary>Has another store.</summary>
internal sealed class StoreMutant : Mutant
{
    private readonly Func<World, SimulatedLog> _store;

    public StoreMutant(Func<World, SimulatedLog> store)
    {
        _store = store;
    }

    public override SimulatedLog Store(World world) => _store(world);
}
