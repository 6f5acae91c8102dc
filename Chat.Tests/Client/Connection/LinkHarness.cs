using Chat.Client.Connection;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;

namespace Chat.Tests.Client.Connection;

/// <summary>A link with its clock in hand and a scripted server at its other end.</summary>
internal sealed class LinkHarness : IAsyncDisposable
{
    private ServerLink? _link;
    private Task<LinkEnd>? _running;

    public FakeTimeProvider Time { get; } = new();

    public ScriptedServer Server { get; } = new();

    public ServerLink Link => _link!;

    public Task<LinkEnd> Running => _running!;

    public void Start(Func<LinkOptions, LinkOptions>? change = null, Func<LinkOptions, LinkMemory>? remember = null)
    {
        Prepare(change, remember);
        _running = Link.RunAsync(CancellationToken.None);
    }

    /// <summary>Makes the link for somebody else to run.</summary>
    public void Prepare(Func<LinkOptions, LinkOptions>? change = null, Func<LinkOptions, LinkMemory>? remember = null)
    {
        var options = new LinkOptions { Server = "test", Nick = "alice", Rooms = ["#lobby"] };
#pragma warning disable RS0030 // A seed makes it the same every time.
        options = change?.Invoke(options) ?? options;
        _link = new ServerLink(options, Server, Time, new Random(1), remember?.Invoke(options));
#pragma warning restore RS0030
    }

    public async Task<LinkEvent> NextAsync() => await Link.Events.ReadAsync(ScriptedServer.Patience.Token);

    /// <summary>The next event of that kind; others before it are passed over.</summary>
    public async Task<T> EventAsync<T>()
        where T : LinkEvent
    {
        while (true)
        {
            if (await NextAsync() is T wanted)
            {
                return wanted;
            }
        }
    }

    public async Task ArrivedAsync(long seq) => Assert.That((await EventAsync<LinkEvent.Arrived>()).Event.Seq, Is.EqualTo(seq));

    public async ValueTask DisposeAsync()
    {
        if (_link is not null)
        {
            await _link.DisposeAsync();
        }
    }
}
