namespace Chat.Client.Store;

/// <summary>A guest's session that may be resumed.</summary>
/// <param name="Secret">What the server gave to resume with.</param>
/// <param name="User">The user as we number it: the first secret that the guest had.</param>
internal sealed record StoredSession(Guid Secret, Guid User);
