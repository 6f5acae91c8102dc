namespace Chat.Server.Sequencing.Commands;

/// <summary>What came of a command of the house.</summary>
/// <param name="Value">The result; of no meaning when it was refused.</param>
/// <param name="Code">The error code with which it was refused; null when it was not.</param>
/// <param name="Message">Why, for people.</param>
/// <typeparam name="T">What comes of it.</typeparam>
internal readonly record struct HouseAnswer<T>(T? Value, string? Code, string? Message);
