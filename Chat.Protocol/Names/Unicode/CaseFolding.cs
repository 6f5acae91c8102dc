namespace Chat.Protocol.Names.Unicode;

/// <summary>Full case folding, of no language in particular (The Unicode Standard, section 3.13; statuses C and F of CaseFolding.txt).</summary>
internal static class CaseFolding
{
    public static void Fold(ReadOnlySpan<int> codes, CodePoints to)
    {
        foreach (var code in codes)
        {
            if (Mapping.Fold.TryGet(code, out var mapped))
            {
                to.Add(mapped);
            }
            else
            {
                to.Add(code);
            }
        }
    }
}
