using Chat.Protocol.Names.Unicode;

namespace Chat.Protocol.Names;

/// <summary>
/// A name or a pattern taken apart for matching, in both forms that names are compared in: code points of the form, of which those that begin
/// a character (a base with its combining marks) are marked, and wildcards.
/// </summary>
internal sealed class NameTokens : IDisposable
{
    /// <summary>The token of '*'.</summary>
    public const int Any = -1;

    /// <summary>The token of '?'.</summary>
    public const int One = -2;

    private const int Begins = 1 << 24;

    private readonly CodePoints _foldedSkeleton = new(0);
    private readonly CodePoints _skeletonOfFolded = new(0);
    private readonly CodePoints _skeleton = new(0);
    private readonly CodePoints _folded = new(0);
    private readonly CodePoints _scratch = new(0);

    public ReadOnlySpan<int> FoldedSkeleton => _foldedSkeleton.Span;

    public ReadOnlySpan<int> SkeletonOfFolded => _skeletonOfFolded.Span;

    public static bool BeginsCharacter(int token) => (token & Begins) != 0;

    public static int CodeOf(int token) => token & ~Begins;

    public void AddName(string name) => Add(name, hasWildcards: false);

    public void AddPattern(string pattern) => Add(pattern, hasWildcards: true);

    public void Dispose()
    {
        _foldedSkeleton.Dispose();
        _skeletonOfFolded.Dispose();
        _skeleton.Dispose();
        _folded.Dispose();
        _scratch.Dispose();
    }

    private static int LengthOfCharacter(ReadOnlySpan<int> codes)
    {
        var length = 1;
        while (length < codes.Length && Properties.NameKindOf(codes[length]) is NameKind.Mark or >= NameKind.Ignorable)
        {
            length++;
        }

        return length;
    }

    private static void Add(ReadOnlySpan<int> character, CodePoints to)
    {
        for (var i = 0; i < character.Length; i++)
        {
            to.Add(i == 0 ? character[i] | Begins : character[i]);
        }
    }

    private static void Add(ReadOnlySpan<char> character, CodePoints to)
    {
        for (var i = 0; i < character.Length; i++)
        {
            to.Add(i == 0 ? character[i] | Begins : character[i]);
        }
    }

    private void Add(string text, bool hasWildcards)
    {
        using var codes = new CodePoints(text.Length);
        using var compatible = new CodePoints(text.Length);
        codes.Add(text);
        Normalizer.ToNfkc(codes.Span, compatible);
        for (ReadOnlySpan<int> rest = compatible.Span; !rest.IsEmpty;)
        {
            var length = 1;
            if (hasWildcards && rest[0] is '*' or '?')
            {
                var wildcard = rest[0] == '*' ? Any : One;
                _foldedSkeleton.Add(wildcard);
                _skeletonOfFolded.Add(wildcard);
            }
            else
            {
                length = LengthOfCharacter(rest);
                AddCharacter(rest[..length]);
            }

            rest = rest[length..];
        }
    }

    private void AddCharacter(ReadOnlySpan<int> character)
    {
        if (character is [var code] && AsciiName.Has(code))
        {
            AddAscii((char)code);
            return;
        }

        Confusables.ToSkeleton(character, _scratch, _skeleton);
        _folded.Truncate(0);
        CaseFolding.Fold(_skeleton.Span, _folded);
        Add(_folded.Span, _foldedSkeleton);

        _folded.Truncate(0);
        CaseFolding.Fold(character, _folded);
        Confusables.ToSkeleton(_folded.Span, _scratch, _skeleton);
        Add(_skeleton.Span, _skeletonOfFolded);
    }

    private void AddAscii(char c)
    {
        Span<char> form = stackalloc char[AsciiName.MaxExpansion];
        Add(form[..AsciiName.FoldSkeleton(c, form)], _foldedSkeleton);
        Add(form[..AsciiName.SkeletonOfFolded(c, form)], _skeletonOfFolded);
    }
}
