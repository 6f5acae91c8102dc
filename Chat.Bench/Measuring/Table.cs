namespace Chat.Bench.Measuring;

/// <summary>Rows in the form that the documents use, so that they can be copied there.</summary>
internal sealed class Table
{
    private readonly List<string[]> _rows = [];

    public Table(params string[] heads)
    {
        _rows.Add(heads);
    }

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print(TextWriter to)
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < _rows.Count; i++)
        {
            to.WriteLine($"| {string.Join(" | ", _rows[i].Select((cell, column) => cell.PadRight(widths[column])))} |");
            if (i == 0)
            {
                to.WriteLine($"|{string.Join('|', widths.Select(width => new string('-', width + 2)))}|");
            }
        }

        to.WriteLine();
    }
}
