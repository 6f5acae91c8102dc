namespace Chat.Protocol.Names.Unicode;

/// <summary>Hangul syllables, whose decompositions are computed (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00;
    private const int Leads = 0x1100;
    private const int Vowels = 0x1161;
    private const int Trails = 0x11A7;
    private const int LeadCount = 19;
    private const int VowelCount = 21;
    private const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    public static bool IsSyllable(int code) => code - Syllables is >= 0 and < SyllableCount;

    public static void Decompose(int syllable, CodePoints to)
    {
        var index = syllable - Syllables;
        to.Add(Leads + (index / (VowelCount * TrailCount)));
        to.Add(Vowels + (index / TrailCount % VowelCount));
        if (index % TrailCount > 0)
        {
            to.Add(Trails + (index % TrailCount));
        }
    }

    public static bool TryCompose(int first, int second, out int composite)
    {
        if (first - Leads is >= 0 and < LeadCount && second - Vowels is >= 0 and < VowelCount)
        {
            composite = Syllables + ((((first - Leads) * VowelCount) + second - Vowels) * TrailCount);
            return true;
        }

        composite = first + second - Trails;
        return IsSyllable(first) && (first - Syllables) % TrailCount == 0 && second - Trails is > 0 and < TrailCount;
    }
}
