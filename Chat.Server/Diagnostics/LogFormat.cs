namespace Chat.Server.Diagnostics;

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>A line for people: time, level, message.</summary>
    Text,

    /// <summary>A JSON object a line, in Serilog's compact form, for machines.</summary>
    Json,
}
