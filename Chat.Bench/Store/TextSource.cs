using System.Text;

namespace Chat.Bench.Store;

/// <summary>
/// Texts as people write them, as far as an index can tell: some words in nearly every one, most words in few (the distribution of Zipf), and 1 to 20 words
/// in a text. The same ones from the same seed.
/// </summary>
internal sealed class TextSource
{
    private const int Words = 50_000;
    private const double Exponent = 1.05;
    private const int MostWords = 20;

    private const string Consonants = "bdfghklmnprstvwz";
    private const string Vowels = "aeiou";

    private readonly Random _random;
    private readonly string[] _words;
    private readonly double[] _upTo;
    private readonly StringBuilder _text = new();

    public TextSource(Random random)
    {
        _random = random;
        _words = [.. MakeWords().Take(Words)];
        _upTo = new double[Words];
        var sum = 0.0;
        for (var i = 0; i < Words; i++)
        {
            _upTo[i] = sum += Math.Pow(i + 1, -Exponent);
        }
    }

    public string Next()
    {
        _text.Clear();
        for (var count = 1 + _random.Next(MostWords); count > 0; count--)
        {
            _text.Append(_text.Length == 0 ? "" : " ").Append(Word());
        }

        return _text.ToString();
    }

    private string Word()
    {
        var at = Array.BinarySearch(_upTo, _random.NextDouble() * _upTo[^1]);
        return _words[Math.Min(at < 0 ? ~at : at, Words - 1)];
    }

    /// <summary>Short ones first, each once.</summary>
    private IEnumerable<string> MakeWords()
    {
        var made = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var syllables = 1 + (made.Count < 60 ? 0 : made.Count < 3_000 ? 1 : _random.Next(1, 4));
            var word = string.Concat(Enumerable.Range(0, syllables).Select(_ => $"{Consonants[_random.Next(Consonants.Length)]}{Vowels[_random.Next(Vowels.Length)]}"));
            if (made.Add(word))
            {
                yield return word;
            }
        }
    }
}
