using System.Text;
using Chat.Protocol.Names;
using Chat.Server.Transport;

namespace Chat.Server.Hosting;

/// <summary>Reads the message that greets every session.</summary>
internal static class MotdFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why it cannot be used; null when it can.</param>
    /// <returns>Plain text with line feeds between lines; null for a file that holds nothing but blanks, and where there is a problem.</returns>
    public static string? Read(string path, out string? problem)
    {
        try
        {
            if (Directory.Exists(path))
            {
                problem = $"cannot read {path}: it is a folder";
                return null;
            }

            // The length is not asked for: the file may be a pipe.
            using var file = File.OpenRead(path);
            var buffer = new byte[ServerOptions.MaxMotd + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > ServerOptions.MaxMotd)
            {
                problem = $"{path} is longer than {ServerOptions.MaxMotd} bytes";
                return null;
            }

            var text = Strict.GetString(buffer, 0, length).TrimStart('\ufeff').ReplaceLineEndings("\n").TrimEnd();
            problem = UnicodeText.IsPlainText(text) ? null : $"{path} holds control characters";
            return problem is null && text.Length > 0 ? text : null;
        }
        catch (DecoderFallbackException)
        {
            problem = $"{path} is not UTF-8 text";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problem = $"cannot read {path}: {PemFile.Reason(error)}";
        }

        return null;
    }
}
