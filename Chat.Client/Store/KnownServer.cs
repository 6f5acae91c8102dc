namespace Chat.Client.Store;

/// <summary>A server that was met before.</summary>
/// <param name="Fingerprint">Of the key it had then: <c>SHA256:…</c>.</param>
/// <param name="Since">The day it was met, as it stands in the file.</param>
/// <param name="Line">Where it stands in the file, from 1.</param>
internal sealed record KnownServer(string Fingerprint, string Since, int Line);
