using System.Threading.Channels;
using Chat.Protocol;
using Chat.Protocol.Frames;
using Chat.Server.Sessions;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Who sends faster than he may: the server reads him slowly, and after a while of that refuses his posts.</summary>
[TestFixture]
public sealed class RateTests : EndToEndTests
{
    private const int Burst = 3;

    private DelayedTime _time = null!;

    [Test]
    public async Task Posts_OverTheRate_AreSlowedForFiveSecondsAndThenRefused()
    {
        var client = await EnterAsync("client");
        await client.JoinAsync("#lobby");
        var posts = Enumerable.Range(0, 30).Select(i => new PostFrame((uint)(100 + i), Guid.NewGuid(), "#lobby", EventKind.Text, $"m{i}")).ToArray();
        var start = _time.GetUtcNow();

        var answers = await SendAsync(client, posts);

        var posted = answers.TakeWhile(static answer => answer is PostedFrame).Cast<PostedFrame>().ToArray();
        var waited = posted.Select(answer => DateTimeOffset.FromUnixTimeMilliseconds(answer.Time) - start).ToArray();
        Assert.That(waited.Take(Burst), Has.All.LessThan(TimeSpan.FromSeconds(1)), "at once after a pause");
        Assert.That(waited.Skip(Burst), Is.Ordered.And.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(waited.Index().Where(static wait => wait.Index >= Burst), Has.All.Matches<(int Index, TimeSpan Item)>(static wait => wait.Item >= TimeSpan.FromSeconds(wait.Index - Burst + 1)));
        Assert.That(posted, Has.Length.InRange(Burst + 4, Burst + 6), "one a second, for five seconds");
        var refused = answers.Skip(posted.Length).Cast<ErrorFrame>().ToArray();
        Assert.That(refused.Select(static error => (error.Code, error.RetryMs > 0)), Is.All.EqualTo((ErrorCodes.RateLimited, true)));

        _time.Advance(TimeSpan.FromMilliseconds(refused[0].RetryMs!.Value));
        var again = posts[posted.Length] with { Id = 200 };
        Assert.That((await SendAsync(client, again)).Single(), Is.InstanceOf<PostedFrame>());
        Assert.That((await client.HistoryAsync("#lobby", 100)).Events.Select(static e => e.Text), Is.EqualTo(posts.Take(posted.Length + 1).Select(static post => post.Text)));
    }

    [Test]
    public async Task Requests_OverTheRate_AreSlowedAndNeverRefused()
    {
        var client = await EnterAsync("client");
        var start = _time.GetUtcNow();

        var answers = await SendAsync(client, [.. Enumerable.Range(100, 20).Select(static id => new AwayFrame((uint)id, $"{id}"))]);

        Assert.That(answers, Has.All.InstanceOf<DoneFrame>());
        Assert.That(_time.GetUtcNow() - start, Is.GreaterThanOrEqualTo(TimeSpan.FromSeconds(20 - Burst)));
    }

    [Test]
    public async Task OneWhoIsReadSlowly_IsNotTakenForDead()
    {
        var client = await EnterAsync("client");

        // He has said it all within the first second, and says nothing for two minutes.
        var answers = await SendAsync(client, [.. Enumerable.Range(100, 120).Select(static id => new AwayFrame((uint)id, $"{id}"))]);

        Assert.That(answers, Has.All.InstanceOf<DoneFrame>());
        await client.FenceAsync();
    }

    private protected override Task<RunningServer> StartAsync()
    {
        _time = new DelayedTime();
        return RunningServer.StartAsync(static options => options with { RateLimit = new RateLimit(1, Burst) }, _time);
    }

    /// <summary>Sends it all at once and lets as much time pass as the server waits, whenever it begins to, until everything is answered.</summary>
    private async Task<List<Frame>> SendAsync(WireClient client, params Frame[] frames)
    {
        _time.ForgetDelays();
        await client.SendAsync(frames);
        var answering = AnswersAsync();
        while (await Task.WhenAny(answering, _time.DelayAsync()) is Task<TimeSpan> delay)
        {
            _time.Advance(await delay);
        }

        return await answering;

        async Task<List<Frame>> AnswersAsync()
        {
            var answers = new List<Frame>();
            foreach (var request in frames.Cast<IRequest>())
            {
                answers.Add(await client.AnswerAsync(request.Id));
            }

            return answers;
        }
    }

    /// <summary>Stands still, and tells of each wait as long as one for the next token.</summary>
    private sealed class DelayedTime() : FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(System.GetUtcNow().ToUnixTimeMilliseconds()))
    {
        private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();
        private Task<TimeSpan>? _next;

        /// <summary>What began before is somebody else's.</summary>
        public void ForgetDelays()
        {
            _next = _next is { IsCompleted: false } ? _next : null;
            while (_delays.Reader.TryRead(out _))
            {
            }
        }

        public Task<TimeSpan> DelayAsync()
        {
            _next = _next is { IsCompleted: false } ? _next : _delays.Reader.ReadAsync().AsTask();
            return _next;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromMilliseconds(1_001))
            {
                _delays.Writer.TryWrite(dueTime);
            }

            return timer;
        }
    }
}
