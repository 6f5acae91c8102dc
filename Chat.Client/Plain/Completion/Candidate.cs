namespace Chat.Client.Plain.Completion;

/// <summary>Something that a half-typed word may become.</summary>
/// <param name="Spelled">The whole word, as far as it is typed: <c>bob</c>, <c>#dev</c>, <c>:smile</c>.</param>
/// <param name="Text">What is put in its place, with what follows it.</param>
/// <param name="Shown">How a menu shows it; from the network, so not fit to be shown as it is.</param>
internal readonly record struct Candidate(string Spelled, string Text, string Shown);
