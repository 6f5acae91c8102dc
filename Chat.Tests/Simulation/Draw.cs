namespace Chat.Tests.Simulation;

/// <summary>All chance of one run, out of one seed.</summary>
internal sealed class Draw
{
    private readonly Random _random;

    public Draw(int seed)
    {
        _random = new Random(seed);
    }

    public bool Chance(double share) => share > 0 && _random.NextDouble() < share;

    /// <summary>From 0 up to <paramref name="bound"/>, exclusive.</summary>
    public int Below(int bound) => _random.Next(bound);

    /// <summary>Both ends inclusive.</summary>
    public int Between(int low, int high) => _random.Next(low, high + 1);

    public T Pick<T>(params ReadOnlySpan<T> values) => values[_random.Next(values.Length)];

    public T PickFrom<T>(IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    public Guid Guid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
