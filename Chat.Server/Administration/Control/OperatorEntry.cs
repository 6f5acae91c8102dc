namespace Chat.Server.Administration.Control;

/// <summary>An operator, as a list shows him.</summary>
/// <param name="Nick">What he is called.</param>
/// <param name="SeenAt">When he was last here, Unix milliseconds; null for who is here.</param>
internal sealed record OperatorEntry(string Nick, long? SeenAt);
