using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chat.Client.Terminal;

namespace Chat.Tests.Client.Plain;

/// <summary>As much of a terminal as the line mode may count on; anything else that is written to it is an error.</summary>
internal sealed partial class VirtualTerminal(int width) : TextWriter
{
    private readonly List<StringBuilder> _rows = [new()];
    private int _row;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The cell of the cursor in its row.</summary>
    public int Column { get; private set; }

    /// <summary>Everything above the row of the cursor.</summary>
    public List<string> Above => [.. _rows.Take(_row).Select(row => row.ToString())];

    /// <summary>The row of the cursor.</summary>
    public string Bottom => _rows[_row].ToString();

    /// <summary>Whether anything differed in more than its words.</summary>
    public bool HasStyle { get; private set; }

    public bool BracketsPastes { get; private set; }

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
                Column += int.Parse(sequence[2..^1], CultureInfo.InvariantCulture);
                break;
            case [.., 'm']:
                HasStyle = true;
                break;
            default:
                throw new InvalidOperationException($"An unknown sequence: {sequence[1..]}");
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

                _rows[_row].Length = At();
                _rows[_row].Append(cluster);
                Column += CellWidth.OfCluster(cluster);
                if (Column >= width)
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
