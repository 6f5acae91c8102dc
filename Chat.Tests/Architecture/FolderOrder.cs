using System.Text.RegularExpressions;

namespace Chat.Tests.Architecture;

/// <summary>The order of folders within a project, upper first: a folder may use itself and those after it.</summary>
internal sealed class FolderOrder(string root, IReadOnlyList<string> folders)
{
    /// <summary>Each use of an upper folder by a lower one, as a readable line; each folder that has no place in the order, too.</summary>
    internal IEnumerable<string> Violations(IReadOnlyList<SourceFile> files)
    {
        var typesOf = files.Where(file => file.Folder.Length > 0)
            .ToLookup(file => file.TopFolder, file => Path.GetFileName(file.Path).Split('.')[0]);
        foreach (var file in files.Where(file => file.Folder.Length > 0))
        {
            var own = IndexOf(file.TopFolder);
            if (own < 0)
            {
                yield return $"{file.Path}: the folder {file.TopFolder} has no place in the order";
                continue;
            }

            foreach (var used in Mentions(file, typesOf).Distinct().Order(StringComparer.Ordinal))
            {
                if (IndexOf(used) is var index && index < own)
                {
                    yield return index < 0
                        ? $"{file.Path}: uses {root}.{used}, which has no place in the order"
                        : $"{file.Path}: {file.TopFolder} uses {used}, which is above it";
                }
            }
        }
    }

    private int IndexOf(string folder)
    {
        for (var index = 0; index < folders.Count; index++)
        {
            if (folders[index] == folder)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>
    /// The folders a file names: in a using or written out in full, and relative to the root's namespace ("Log.EventLog"), which counts
    /// only when a file of that folder is named like the type, since "Log.Write" may as well be a member of something called Log.
    /// </summary>
    private IEnumerable<string> Mentions(SourceFile file, ILookup<string, string> typesOf)
    {
        foreach (Match match in Regex.Matches(file.Code, $@"(?<![\w.]){Regex.Escape(root)}\.(\w+)"))
        {
            if (!file.Namespaces.Contains(match.Value, StringComparer.Ordinal) && !IsTypeOfRoot(match.Groups[1].Value))
            {
                yield return match.Groups[1].Value;
            }
        }

        foreach (Match match in Regex.Matches(file.Code, @"(?<![\w.])(\w+)\.(\w+)"))
        {
            var folder = match.Groups[1].Value;
            if (IndexOf(folder) >= 0 && typesOf[folder].Contains(match.Groups[2].Value))
            {
                yield return folder;
            }
        }

        bool IsTypeOfRoot(string name) => name == "Program";
    }
}
