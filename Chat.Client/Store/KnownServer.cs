namespace Chat.Client.Store;

/// <summary>A server that was met before.</summary>
/// <param name="Address">Where: <c>host:port</c>.</param>
/// <param name="Fingerprint">Of the key it had then: <c>SHA256:…</c>.</param>
/// <param name="Since">The day it was met, as it stands in the file.</param>
internal sealed record KnownServer(string Address, string Fingerprint, string Since);
