using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Chat.Bench;

/// <summary>The library's help, and below it examples for commands that have some.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _help;
    private readonly Dictionary<string, string> _examples;

    /// <param name="help">The library's.</param>
    /// <param name="examples">Text by the names of commands.</param>
    public HelpWithExamples(HelpAction help, Dictionary<string, string> examples)
    {
        _help = help;
        _examples = examples;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = _help.Invoke(parseResult);
        if (_examples.TryGetValue(parseResult.CommandResult.Command.Name, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        }

        return code;
    }
}
