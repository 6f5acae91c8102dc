using System.Runtime.CompilerServices;

namespace Chat.Tests.Architecture;

/// <summary>The source files of the repository these tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds Chat.sln.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>All C# files of a project, in a fixed order, without what the build made.</summary>
    internal static IReadOnlyList<SourceFile> Project(string project)
    {
        var directory = Path.Combine(Root, project);
        return Directory.EnumerateFiles(directory, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Root, path))))
            .ToList();
    }

    /// <summary>The text of a file named by its path below the root.</summary>
    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>
    /// Upwards from where the tests run; a build that puts its output elsewhere still knows where this file was,
    /// unless it was a deterministic one, whose paths are mapped.
    /// </summary>
    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile) })
        {
            for (var directory = start; !string.IsNullOrEmpty(directory); directory = Path.GetDirectoryName(directory))
            {
                if (File.Exists(Path.Combine(directory, "Chat.sln")))
                {
                    return directory;
                }
            }
        }

        throw new InvalidOperationException($"Chat.sln is in no folder above {AppContext.BaseDirectory} or {thisFile}.");
    }
}
