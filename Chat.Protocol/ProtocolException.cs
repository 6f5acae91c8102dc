namespace Chat.Protocol;

/// <summary>Bytes of the other side that break the protocol: the only exception that reading and decoding frames throws.</summary>
public sealed class ProtocolException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="message">What is wrong, in words of the reader's own: nothing that the other side sent is in it.</param>
    /// <param name="requestId">The id of the request it is about; 0 where there is none.</param>
    /// <param name="field">The name of the field it is about, as on the wire.</param>
    public ProtocolException(string code, string message, uint requestId = 0, string? field = null)
        : base(message)
    {
        Code = code;
        RequestId = requestId;
        Field = field;
    }

    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The id of the request it is about; 0 where there is none.</summary>
    public uint RequestId { get; }

    /// <summary>The name of the field it is about, as on the wire (<c>retryMs</c>); null where it is about none.</summary>
    public string? Field { get; }

    /// <summary>Whether the connection cannot go on: a server sends the Error and closes.</summary>
    public bool Closes => ErrorCodes.ClosesConnection(Code);

    internal static ProtocolException Malformed(string message) => new(ErrorCodes.Malformed, message);
}
