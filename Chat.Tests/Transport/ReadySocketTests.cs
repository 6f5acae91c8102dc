using System.Net;
using System.Net.Sockets;
using Chat.Server.Transport.Polling;
using NUnit.Framework;

namespace Chat.Tests.Transport;

/// <summary>The same for the poller, where there is one, and for the runtime's own way of waiting.</summary>
[TestFixture(true)]
[TestFixture(false)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReadySocketTests : IDisposable
{
    private readonly Poller? _poller;
    private readonly TaskCompletionSource<Exception> _fault = new();
    private readonly List<IDisposable> _opened = [];
    private int _batches;

    public ReadySocketTests(bool isPolled)
    {
        if (isPolled && OperatingSystem.IsLinux())
        {
            _poller = new Poller(() => Interlocked.Increment(ref _batches), static () => { }, static () => { }, _fault.SetResult);
        }
        else if (isPolled)
        {
            Assert.Ignore("There is a poller on Linux only.");
        }
    }

    public void Dispose()
    {
        _opened.ForEach(static each => each.Dispose());
        if (OperatingSystem.IsLinux())
        {
            _poller?.Dispose();
        }

        Assert.That(_fault.Task.IsCompleted, Is.False);
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task TryReceive_GivesWhatIsThere_AndThenNothing(CancellationToken cancellation)
    {
        var (peer, socket) = Pair();
        Assert.That(socket.TryReceive(new byte[10]), Is.EqualTo(-1));

        await peer.SendAsync("hello"u8.ToArray(), cancellation);
        await socket.ReadableAsync().AsTask().WaitAsync(cancellation);

        var buffer = new byte[10];
        Assert.That(socket.TryReceive(buffer, isPeek: true), Is.EqualTo(5));
        Assert.That(socket.TryReceive(buffer), Is.EqualTo(5));
        Assert.That(buffer.AsSpan(0, 5).SequenceEqual("hello"u8), Is.True);
        Assert.That(socket.TryReceive(buffer), Is.EqualTo(-1));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task ReadableAsync_TellsOfWhatWasLeft(CancellationToken cancellation)
    {
        var (peer, socket) = Pair();
        await peer.SendAsync("hello"u8.ToArray(), cancellation);

        var read = new List<byte>();
        while (read.Count < 5)
        {
            await socket.ReadableAsync().AsTask().WaitAsync(cancellation);
            var one = new byte[1];
            Assert.That(socket.TryReceive(one), Is.AnyOf(1, -1));
            read.AddRange(one[0] == 0 ? [] : one);
        }

        Assert.That(read, Is.EqualTo("hello"u8.ToArray()));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task ReadableAsync_TellsOfTheEnd(CancellationToken cancellation)
    {
        var (peer, socket) = Pair();
        var waiting = ReadToEndAsync(socket);

        await peer.SendAsync("bye"u8.ToArray(), cancellation);
        peer.Shutdown(SocketShutdown.Send);

        Assert.That(await waiting.WaitAsync(cancellation), Is.EqualTo(3));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task ReadableAsync_OfManySockets_LosesNoWakeUp(CancellationToken cancellation)
    {
        var pairs = Enumerable.Range(0, 100).Select(_ => Pair()).ToArray();
        var readers = pairs.Select(pair => Task.Run(() => ReadToEndAsync(pair.Socket), cancellation)).ToArray();

        await Parallel.ForEachAsync(pairs, cancellation, async (pair, _) =>
        {
            for (var i = 1; i <= 200; i++)
            {
                await pair.Peer.SendAsync(new byte[i], cancellation);
            }

            pair.Peer.Shutdown(SocketShutdown.Send);
        });

        Assert.That(await Task.WhenAll(readers).WaitAsync(cancellation), Has.All.EqualTo(20_100));
    }

    [Test]
    [CancelAfter(10_000)]
    public async Task Dispose_EndsTheWait_AndAPlaceUsedAgainGetsNothingOfIt(CancellationToken cancellation)
    {
        for (var i = 0; i < 50; i++)
        {
            var (peer, socket) = Pair();
            var waiting = socket.ReadableAsync().AsTask();
            await peer.SendAsync(new byte[] { 1 }, cancellation);
            socket.Dispose();
            await waiting.WaitAsync(cancellation);
            Assert.That(() => socket.TryReceive(new byte[1]), Throws.InstanceOf<ObjectDisposedException>());
            Assert.That(socket.TrySend(new byte[1]), Is.EqualTo(-1));
        }

        var (_, quiet) = Pair();
        Assert.That(quiet.TryReceive(new byte[1]), Is.EqualTo(-1));
    }

    [Test]
    public void TrySend_ToOneWhoDoesNotRead_TakesWhatFits()
    {
        var (peer, socket) = Pair();
        var sent = 0;
        while (socket.TrySend(new byte[100_000]) is > 0 and var count)
        {
            sent += count;
        }

        Assert.That(socket.TrySend(new byte[1]), Is.Zero);
        Assert.That(sent, Is.Positive);
        peer.LingerState = new LingerOption(true, 0);
        peer.Dispose();
        Assert.That(() => socket.TrySend(new byte[1]), Is.EqualTo(-1).After(5_000, 5));
    }

    private static async Task<int> ReadToEndAsync(ReadySocket socket)
    {
        var (total, buffer) = (0, new byte[512]);
        while (true)
        {
            await socket.ReadableAsync();
            switch (socket.TryReceive(buffer))
            {
                case 0:
                    return total;
                case > 0 and var count:
                    total += count;
                    break;
            }
        }
    }

    private (Socket Peer, ReadySocket Socket) Pair()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        peer.Connect(listener.LocalEndpoint);
        var socket = new ReadySocket(listener.AcceptSocket(), _poller);
        _opened.AddRange([peer, socket]);
        return (peer, socket);
    }
}
