using System.Collections.Concurrent;
using Chat.Server.Administration.Control;
using Chat.Tests.Support;

namespace Chat.Tests.Administration;

/// <summary>A house that answers what the test says. Any thread.</summary>
internal sealed class FakeHouse : IHouse
{
    public static readonly ServerPlace Place = new("192.168.1.20", 2428, "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU", IsLocal: false);

    private int _inside;

    public ConcurrentQueue<ControlRequest> Asked { get; } = [];

    public ControlAnswer Answer { get; set; } = new() { Code = "7K3M-Q2ZT-9F4H-XWBD-EN8R", Place = Place };

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Where requests wait; null: nowhere.</summary>
    public Gate? Gate { get; init; }

    /// <summary>How many were in it at one time.</summary>
    public int MostInside { get; private set; }

    public async ValueTask<ControlAnswer> DoAsync(ControlRequest request, CancellationToken cancellation)
    {
        Asked.Enqueue(request);
        lock (Asked)
        {
            MostInside = Math.Max(MostInside, ++_inside);
        }

        try
        {
            if (Gate is not null)
            {
                await Gate.PassAsync(cancellation);
            }

            return Fault is { } fault ? throw fault : Answer;
        }
        finally
        {
            lock (Asked)
            {
                _inside--;
            }
        }
    }
}
