using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chat.Client.Terminal;

namespace Chat.Tests.Client.Plain;

/// <summary>As much of a terminal as the line mode may count on; anything else that is written to it is an error.</summary>
/// <param name="width">Cells in a row.</param>
/// <param name="wraps">Text that does not fit goes on in the next row, as it must where the writer may not know the width yet; otherwise it is an error.</param>
internal sealed partial class VirtualTerminal(int width, bool wraps = false) : TextWriter
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _width = width;
    private int _row;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The cell of the cursor in its row.</summary>
    public int Column { get; private set; }

    /// <summary>Everything above the row of the cursor.</summary>
    public List<string> Above => [.. _rows.Take(_row).Select(row => row.ToString())];

    /// <summary>The row of the cursor.</summary>
    public string Bottom => _rows[_row].ToString();

    /// <summary>Everything below the row of the cursor.</summary>
    public List<string> Below => [.. _rows.Skip(_row + 1).Select(row => row.ToString())];

    /// <summary>Whether anything differed in more than its words.</summary>
    public bool HasStyle { get; private set; }

    public bool BracketsPastes { get; private set; }

    /// <summary>Becomes narrower as most terminals do: rows that do not fit any more are wrapped, and the cursor stays where it was in the text.</summary>
    public void Narrow(int width)
    {
        _width = width;
        for (var i = 0; i < _rows.Count; i++)
        {
            var text = _rows[i].ToString();
            var end = 0;
            var cells = 0;
            while (end < text.Length)
            {
                var length = CellWidth.ClusterLength(text.AsSpan(end));
                var more = CellWidth.OfCluster(text.AsSpan(end, length));
                if (cells + more > width)
                {
                    break;
                }

                cells += more;
                end += length;
            }

            if (end == text.Length)
            {
                continue;
            }

            _rows[i].Length = end;
            _rows.Insert(i + 1, new StringBuilder(text[end..]));
            if (_row > i || (_row == i && Column >= cells))
            {
                Column -= _row == i ? cells : 0;
                _row++;
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(StringBuilder? value) => Write(value?.ToString());

    public override void Write(string? value)
    {
        for (var text = value ?? ""; text.Length > 0;)
        {
            var sequence = Sequence().Match(text);
            if (sequence.Success)
            {
                Obey(sequence.Value);
                text = text[sequence.Length..];
            }
            else
            {
                var length = CellWidth.ClusterLength(text);
                Put(text[..length]);
                text = text[length..];
            }
        }
    }

    [GeneratedRegex(@"^\x1B\[[?0-9;]*[A-Za-z]")]
    private static partial Regex Sequence();

    private void Obey(string sequence)
    {
        switch (sequence)
        {
            case "\u001B[K":
                _rows[_row].Length = Math.Min(_rows[_row].Length, At());
                break;
            case "\u001B[J":
                _rows[_row].Length = Math.Min(_rows[_row].Length, At());
                _rows.RemoveRange(_row + 1, _rows.Count - _row - 1);
                break;
            case "\u001B[H":
                _row = 0;
                Column = 0;
                break;
            case "\u001B[2J":
                _rows.Clear();
                _rows.Add(new StringBuilder());
                break;
            case "\u001B[?2004h":
                BracketsPastes = true;
                break;
            case "\u001B[?2004l":
                BracketsPastes = false;
                break;
            case [.., 'C']:
                Column = Math.Min(Column + int.Parse(sequence[2..^1], CultureInfo.InvariantCulture), _width - 1);
                break;
            case "\u001B[A":
                Up(1);
                break;
            case [.., 'A']:
                Up(int.Parse(sequence[2..^1], CultureInfo.InvariantCulture));
                break;
            case [.., 'm']:
                HasStyle = true;
                break;
            default:
                throw new InvalidOperationException($"An unknown sequence: {sequence[1..]}");
        }
    }

    private void Up(int rows)
    {
        _row -= rows;
        if (_row < 0)
        {
            throw new InvalidOperationException("The cursor went above the first row.");
        }
    }

    private void Put(string cluster)
    {
        switch (cluster)
        {
            case "\r":
                Column = 0;
                break;
            case "\n":
                _row++;
                Column = 0;
                if (_row == _rows.Count)
                {
                    _rows.Add(new StringBuilder());
                }

                break;
            default:
                if (char.IsControl(cluster[0]))
                {
                    throw new InvalidOperationException($"A control character: {(int)cluster[0]:X2}");
                }

                if (wraps && Column + CellWidth.OfCluster(cluster) > _width)
                {
                    Put("\r");
                    Put("\n");
                }

                _rows[_row].Length = At();
                _rows[_row].Append(cluster);
                Column += CellWidth.OfCluster(cluster);
                if (Column >= _width && !wraps)
                {
                    throw new InvalidOperationException($"The last column was written to: {_rows[_row]}");
                }

                break;
        }
    }

    /// <summary>The chars of the row up to the cursor.</summary>
    private int At()
    {
        var text = _rows[_row].ToString();
        var at = 0;
        for (var cells = 0; cells < Column && at < text.Length;)
        {
            var length = CellWidth.ClusterLength(text.AsSpan(at));
            cells += CellWidth.OfCluster(text.AsSpan(at, length));
            at += length;
        }

        return at;
    }
}
