using System.Globalization;
using System.Text;

namespace Chat.Client.State;

/// <summary>
/// The one place where text from the network loses its power over a terminal and over the reader's eye: control characters,
/// bidirectional overrides, invisible characters, piles of combining marks and lone surrogates become visible symbols.
/// What people write keeps its looks: emoji sequences, joiners inside words of the scripts that need them, ordinary accents.
/// </summary>
internal static class TextCleaner
{
    /// <summary>Combining marks that one base may carry: stacks of living scripts are lower.</summary>
    internal const int MaxMarks = 6;

    /// <summary>Joiners in one emoji sequence; the longest recommended one has four.</summary>
    internal const int MaxJoins = 8;

    /// <summary>Escaped code points in a row that are spelled out before the rest is only counted.</summary>
    internal const int MaxSpelled = 3;

    private const char DottedCircle = '\u25CC';
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var cleaned = new StringBuilder(text.Length + 16);
        Append(cleaned, text, 0, text.Length);
        return cleaned.ToString();
    }

    /// <summary>Cleans text[start..end]; what stands around it decides whether a joiner at its edge may stay.</summary>
    public static void Append(StringBuilder to, string text, int start, int end)
    {
        var run = new Run(to);
        for (var i = start; i < end;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                run.Escape(text[i]);
                i++;
                continue;
            }

            Append(ref run, text, i, rune);
            i += rune.Utf16SequenceLength;
        }

        run.End();
    }

    private static void Append(ref Run run, string text, int at, Rune rune)
    {
        var value = rune.Value;
        if (value is >= ' ' and <= '~')
        {
            run.Base(rune, value != ' ');
        }
        else if (value < ' ')
        {
            run.Symbol((char)(0x2400 + value));
        }
        else if (value == 0x7F)
        {
            run.Symbol('\u2421');
        }
        else if (value is ZeroWidthJoiner or ZeroWidthNonJoiner)
        {
            if (!(value == ZeroWidthJoiner && JoinsEmoji(text, at) && run.TryJoin(rune)) && !JoinsLetters(text, at, ref run, rune))
            {
                run.Escape(value);
            }
        }
        else if (value is 0xFE0E or 0xFE0F)
        {
            if (TakesVariation(text, at))
            {
                run.Keep(rune);
            }
            else
            {
                run.Escape(value);
            }
        }
        else if (CodePoints.IsDeceptive(rune) && !CodePoints.IsNumberSignBeforeDigit(text, at, rune))
        {
            run.Escape(value);
        }
        else if (CodePoints.IsMark(rune))
        {
            run.Mark(rune);
        }
        else
        {
            run.Base(rune, !Rune.IsWhiteSpace(rune));
        }
    }

    private static bool JoinsEmoji(string text, int at)
    {
        if (!Rune.TryGetRuneAt(text, at + 1 < text.Length ? at + 1 : at, out var next) || !CodePoints.IsPictograph(next))
        {
            return false;
        }

        var i = at;
        while (TryGetRuneBefore(text, i, out var before))
        {
            if (CodePoints.IsPictograph(before))
            {
                return true;
            }

            if (before.Value is not (0xFE0F or (>= 0x1F3FB and <= 0x1F3FF)))
            {
                return false;
            }

            i -= before.Utf16SequenceLength;
        }

        return false;
    }

    private static bool JoinsLetters(string text, int at, ref Run run, Rune joiner)
    {
        if (at + 1 < text.Length
            && TryGetRuneBefore(text, at, out var before) && CodePoints.IsOfJoiningScript(before)
            && Rune.TryGetRuneAt(text, at + 1, out var after) && CodePoints.IsOfJoiningScript(after))
        {
            run.Keep(joiner);
            return true;
        }

        return false;
    }

    private static bool TakesVariation(string text, int at) =>
        TryGetRuneBefore(text, at, out var before)
        && (CodePoints.IsPictograph(before) || before.Value is '#' or '*' or (>= '0' and <= '9'));

    private static bool TryGetRuneBefore(string text, int at, out Rune rune)
    {
        rune = default;
        return at > 0 && Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out rune, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>What has been written so far, as far as the next code point depends on it.</summary>
    private ref struct Run(StringBuilder to)
    {
        private int _marks;
        private int _joins;
        private int _escaped;
        private bool _joined;
        private bool _hasBase;

        public void Base(Rune rune, bool takesMarks)
        {
            End();
            if (!_hasBase && Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark)
            {
                to.Append(DottedCircle);
            }

            to.Append(rune.ToString());
            _hasBase = takesMarks;
            _joins = _joined ? _joins : 0;
            _joined = false;
        }

        public void Keep(Rune rune)
        {
            End();
            to.Append(rune.ToString());
        }

        public bool TryJoin(Rune joiner)
        {
            if (_joins >= MaxJoins)
            {
                return false;
            }

            _joins++;
            _joined = true;
            Keep(joiner);
            return true;
        }

        public void Mark(Rune rune)
        {
            if (_escaped > 0)
            {
                End();
            }

            if (!_hasBase)
            {
                to.Append(DottedCircle);
                _hasBase = true;
            }

            _marks++;
            if (_marks <= MaxMarks)
            {
                to.Append(rune.ToString());
            }
        }

        public void Symbol(char symbol)
        {
            End();
            to.Append(symbol);
            _hasBase = false;
        }

        public void Escape(int value)
        {
            if (_escaped == 0)
            {
                End();
            }

            _hasBase = false;
            _escaped++;
            if (_escaped <= MaxSpelled)
            {
                to.Append(CultureInfo.InvariantCulture, $"\u27E8U+{value:X4}\u27E9");
            }
        }

        /// <summary>Says how much has been left out, and starts anew.</summary>
        public void End()
        {
            if (_marks > MaxMarks)
            {
                to.Append(CultureInfo.InvariantCulture, $"\u27E8+{_marks - MaxMarks} marks\u27E9");
            }

            if (_escaped > MaxSpelled)
            {
                to.Append(CultureInfo.InvariantCulture, $"\u27E8+{_escaped - MaxSpelled}\u27E9");
            }

            _marks = 0;
            _escaped = 0;
        }
    }
}
