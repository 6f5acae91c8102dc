using Serilog.Core;
using Serilog.Events;

namespace Chat.Server.Diagnostics;

/// <summary>
/// Escapes and bounds every text in a log event's properties before any sink sees it, so that no call has to think of it: what a peer named
/// itself, its agent, the reason it gave.
/// </summary>
internal sealed class EscapingEnricher : ILogEventEnricher
{
    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        List<LogEventProperty>? changed = null;
        foreach (var (name, value) in logEvent.Properties)
        {
            var escaped = Escaped(value);
            if (!ReferenceEquals(escaped, value))
            {
                (changed ??= []).Add(new LogEventProperty(name, escaped));
            }
        }

        foreach (var property in changed ?? [])
        {
            logEvent.AddOrUpdateProperty(property);
        }
    }

    private static LogEventPropertyValue Escaped(LogEventPropertyValue value) => value switch
    {
        ScalarValue { Value: string text } => Escape.Text(text) is var escaped && ReferenceEquals(escaped, text) ? value : new ScalarValue(escaped),
        ScalarValue { Value: char letter } => Escape.Text(letter.ToString()) is { Length: > 1 } escaped ? new ScalarValue(escaped) : value,
        SequenceValue sequence => new SequenceValue(sequence.Elements.Select(Escaped)),
        StructureValue structure => new StructureValue(
            structure.Properties.Select(property => new LogEventProperty(property.Name, Escaped(property.Value))), structure.TypeTag),
        DictionaryValue dictionary => new DictionaryValue(
            dictionary.Elements.Select(pair => KeyValuePair.Create((ScalarValue)Escaped(pair.Key), Escaped(pair.Value)))),
        _ => value,
    };
}
