using System.Text;
using System.Text.RegularExpressions;

namespace Chat.Tests.Architecture;

/// <summary>A C# file: its path below the repository's root with forward slashes, and its text.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The text without comments and without what stands in string literals.</summary>
    internal string Code => _code ??= StripCommentsAndStrings(Text);

    /// <summary>The folders between project and file: "Log/Sqlite", or "" at the project's root.</summary>
    internal string Folder
    {
        get
        {
            var parts = Path.Split('/');
            return string.Join('/', parts[1..^1]);
        }
    }

    /// <summary>The first of those folders.</summary>
    internal string TopFolder => Folder.Split('/')[0];

    /// <summary>The namespaces the file declares.</summary>
    internal IEnumerable<string> Namespaces => NamespaceDeclaration().Matches(Code).Select(match => match.Groups[1].Value);

    /// <summary>
    /// Comments and literals become a space and an empty literal. Interpolated strings lose the code in their holes as well:
    /// a dependency that stands nowhere else in a file would have to be written out in full there.
    /// </summary>
    private static string StripCommentsAndStrings(string text)
    {
        var code = new StringBuilder(text.Length);
        var position = 0;
        foreach (Match match in CommentOrLiteral().Matches(text))
        {
            code.Append(text, position, match.Index - position);
            code.Append(match.Value[0] == '/' ? " " : "\"\"");
            position = match.Index + match.Length;
        }

        return code.Append(text, position, text.Length - position).ToString();
    }

    // In this order: line comment, block comment, raw string, verbatim string, string, character.
    [GeneratedRegex("""//[^\n]*|/\*[\s\S]*?\*/|\$*("{3,})[\s\S]*?\1(?!")|\$?@\$?"(?:[^"]|"")*"|\$?"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\[^\n]{1,9}?)'""")]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"(?m)^\s*namespace\s+([\w.]+)")]
    private static partial Regex NamespaceDeclaration();
}
