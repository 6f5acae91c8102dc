using Chat.Protocol;

namespace Chat.Server.Log;

/// <summary>A device that has shown a key of its own: the SHA-256 of the key's SubjectPublicKeyInfo. A user has one or several; a guest has none.</summary>
internal readonly record struct DeviceId(Fingerprint Key);
