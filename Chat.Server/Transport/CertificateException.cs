namespace Chat.Server.Transport;

/// <summary>What of a certificate cannot be used; tells which option is at fault.</summary>
internal enum CertificatePart
{
    /// <summary>The folder that holds the server's own key and certificate.</summary>
    Folder,

    /// <summary>The operator's certificate.</summary>
    Certificate,

    /// <summary>The operator's private key.</summary>
    Key,
}

/// <summary>A key or a certificate cannot be read, made or used.</summary>
internal sealed class CertificateException : Exception
{
    /// <summary>Says what is wrong.</summary>
    /// <param name="part">What is at fault.</param>
    /// <param name="message">One line for the operator that names the file.</param>
    /// <param name="cause">What was thrown.</param>
    public CertificateException(CertificatePart part, string message, Exception? cause = null)
        : base(message, cause)
    {
        Part = part;
    }

    /// <summary>What is at fault.</summary>
    public CertificatePart Part { get; }
}
