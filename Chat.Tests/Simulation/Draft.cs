using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>A post that has no final answer yet.</summary>
internal sealed class Draft
{
    public Draft(PostFrame post)
    {
        Post = post;
    }

    /// <summary>As it was sent; the id is another each time.</summary>
    public PostFrame Post { get; set; }

    /// <summary>Not to be sent again before, Unix milliseconds.</summary>
    public long RetryAt { get; set; }
}
