using System.Text;
using Chat.Protocol;
using Chat.Protocol.Names;

namespace Chat.Client.Commands;

/// <summary>What a typed line is.</summary>
internal abstract record TypedLine
{
    private TypedLine()
    {
    }

    /// <summary>Takes a line apart: <c>/name argument</c> is a command, <c>//text</c> is text that begins with a slash, the rest is text.</summary>
    public static TypedLine Of(string line)
    {
        if (line.StartsWith("//", StringComparison.Ordinal))
        {
            return new Message(line[1..]);
        }

        if (!line.StartsWith('/'))
        {
            return string.IsNullOrWhiteSpace(line) ? new Nothing() : new Message(line);
        }

        var end = line.AsSpan().IndexOfAny(' ', '\t', '\n');
        return end < 0 ? new Call(line[1..], "") : new Call(line[1..end], line[end..].Trim());
    }

    /// <summary>What is wrong with a text that is to be posted, as a sentence; null when nothing is.</summary>
    public static string? WhatIsWrongWith(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > Limits.MaxText)
        {
            return $"That is too long: {bytes} bytes, where {Limits.MaxText} are allowed. It was not sent.";
        }

        return UnicodeText.IsPlainText(text) ? null : "That has control characters in it, which no message may have. It was not sent.";
    }

    /// <summary>Nothing to do.</summary>
    internal sealed record Nothing : TypedLine;

    /// <summary>Something to say.</summary>
    internal sealed record Message(string Text) : TypedLine;

    /// <summary>A command to run.</summary>
    internal sealed record Call(string Name, string Argument) : TypedLine;
}
