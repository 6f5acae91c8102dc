using Chat.Server.Log;

namespace Chat.Server.Users;

/// <summary>A secret has stopped being valid.</summary>
/// <param name="User">Whose it was.</param>
/// <param name="Secret">The secret.</param>
/// <param name="IsLast">Whether nothing brings the user back any more.</param>
internal readonly record struct Lapse(User User, SecretHash Secret, bool IsLast);
