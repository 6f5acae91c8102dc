namespace Chat.Server.Users;

/// <summary>
/// A post that failed for a reason that passes. Until its key comes again, or until the time it was told to wait has passed, the
/// session's later posts to that room fail the same way, so that sending them all again keeps their order.
/// </summary>
/// <param name="Key">The failed post's key.</param>
/// <param name="Code">The error code it got.</param>
/// <param name="Until">Unix milliseconds.</param>
internal readonly record struct FailedPost(Guid Key, string Code, long Until);
