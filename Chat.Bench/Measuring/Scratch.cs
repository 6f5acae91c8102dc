namespace Chat.Bench.Measuring;

/// <summary>A folder of one's own on the disk that is measured; gone afterwards.</summary>
internal sealed class Scratch : IDisposable
{
    /// <param name="parent">Where to make it; null for the system's folder for temporary files.</param>
    public Scratch(string? parent)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(parent ?? System.IO.Path.GetTempPath()), $"chat-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
