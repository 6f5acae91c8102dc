using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Chat.Client;
using Chat.Client.Connection;
using Chat.Client.Plain;
using Chat.Client.Store;
using Chat.Tests.Support;

namespace Chat.Tests.Client.Plain;

/// <summary>A whole client with a pipe at either end, as a shell would start it.</summary>
internal sealed partial class PipedClient : IAsyncDisposable
{
    private readonly Pipe _input = new();
    private readonly WatchedWriter _output = new();
    private readonly StreamReader _reader;
    private readonly ServerLink _link;
    private readonly Task<ExitCode> _running;
    private readonly Task _reading;

    public PipedClient(RunningServer server, string folder, string nick)
        : this(server.Endpoint, folder, nick)
    {
    }

    public PipedClient(IPEndPoint server, string folder, string nick)
    {
        var known = new KnownServers(DataFolder.Open(folder), TimeProvider.System);
        var dialer = new ServerDialer(new ServerAddress(server.Address.ToString(), server.Port), false, known, TimeProvider.System);
        var options = new LinkOptions
        {
            Server = "test",
            Nick = nick,
            NickIsChosen = true,
            Rooms = ["#lobby"],
            LeastBackoff = TimeSpan.FromMilliseconds(5),
            MostBackoff = TimeSpan.FromMilliseconds(50),
        };
#pragma warning disable RS0030 // A seed makes it the same every time.
        _link = new ServerLink(options, dialer, TimeProvider.System, new Random(1));
#pragma warning restore RS0030
        var chat = new LineChat(_link, new PipeScreen(_output, _output), TimeProvider.System, nick, "#lobby");
        _running = chat.RunAsync(CancellationToken.None);
        _reader = new StreamReader(_input.Reader.AsStream(), new UTF8Encoding(false));
        _reading = LineModeHost.ReadLinesAsync(_reader, chat);
    }

    public async Task TypeAsync(string line) => await _input.Writer.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"));

    /// <summary>Waits until that stands in the output, so often.</summary>
    public Task SeesAsync(string text, int times = 1) => _output.SeesAsync(text, times);

    /// <summary>What was said in rooms, without the time.</summary>
    public List<string> Said() => [.. RoomLine().Matches(_output.ToString()).Select(match => match.Groups[1].Value)];

    /// <summary>Ends the input and waits for the client's own end.</summary>
    public async Task<ExitCode> EndAsync()
    {
        await _input.Writer.CompleteAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await _input.Writer.CompleteAsync();
        await _link.DisposeAsync();
        await _running;
        await _reading;
        _reader.Dispose();
        await _output.DisposeAsync();
    }

    [GeneratedRegex(@"^\d\d:\d\d (#.*)$", RegexOptions.Multiline)]
    private static partial Regex RoomLine();
}
