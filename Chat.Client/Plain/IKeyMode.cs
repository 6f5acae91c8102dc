using Chat.Client.Plain.Editing;
using Chat.Client.State;

namespace Chat.Client.Plain;

/// <summary>Something that takes the keys for a while: a search, a menu, a question. Used by one thread at a time.</summary>
internal interface IKeyMode
{
    /// <summary>What stands in place of the prompt, in at most so many cells; null: the prompt.</summary>
    DisplayText? Prompt(int cells);

    /// <summary>What was being typed, where something else stands in the line meanwhile; null: what stands there is what is typed.</summary>
    EditedText? Aside { get; }

    /// <summary>A key.</summary>
    KeyModeResult Take(KeyStroke stroke);

    /// <summary>The row under the typed line, in at most so many cells; empty for none.</summary>
    DisplayText Below(int cells);
}
