namespace Chat.Tests.Protocol;

/// <summary>Bytes that go into a payload as they are.</summary>
internal sealed record RawBytes(params byte[] Bytes)
{
    public static RawBytes Hex(string hex) => new(Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal)));
}
