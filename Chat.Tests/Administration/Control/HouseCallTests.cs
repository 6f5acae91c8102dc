using Chat.Server.Administration;
using Chat.Server.Administration.Control;
using Chat.Server.Log.Sqlite;
using Chat.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using NUnit.Framework;
using Serilog.Core;

namespace Chat.Tests.Administration.Control;

[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[CancelAfter(20_000)]
internal sealed class HouseCallTests : IDisposable
{
    private static readonly ControlRequest Request = new() { Verb = ControlVerb.OperatorLink };

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
    private int _alone;
    private int _takenFor;

    private ControlFiles Files => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task DoAsync_WithoutAServer_DoesItAlone()
    {
        Assert.That((await CallAsync()).Code, Is.EqualTo("alone"));
        Assert.That(_alone, Is.EqualTo(1));
    }

    [Test]
    public async Task DoAsync_BesideAServer_AsksThatOne()
    {
        var house = new FakeHouse();
        await using var listener = ControlListener.TryStart(Files, house, _time, Logger.None);

        Assert.That((await CallAsync()).Code, Is.EqualTo(house.Answer.Code));
        Assert.That((house.Asked.Count, _alone), Is.EqualTo((1, 0)));
    }

    [Test]
    public async Task DoAsync_BesideACommandThatIsDoneInAMoment_WaitsForIt()
    {
        _takenFor = 2;
        var call = CallAsync();
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.That((await call).Code, Is.EqualTo("alone"));
        Assert.That(_alone, Is.EqualTo(3));
    }

    [Test]
    public async Task DoAsync_BesideAServerThatDoesNotListen_SaysWhatToDo()
    {
        _takenFor = int.MaxValue;
        var call = CallAsync();
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.That(() => call, Throws.TypeOf<CommandException>().With.Message.Contains("stop it first").And.Message.Contains(_folder.Path));
    }

    private Task<ControlAnswer> CallAsync() => new HouseCall(Files, DoAlone, _time).DoAsync(Request, CancellationToken.None).AsTask();

    private ValueTask<ControlAnswer> DoAlone(ControlRequest request, CancellationToken cancellation) =>
        _alone++ < _takenFor ? throw new StoreException("taken") { IsInUse = true } : ValueTask.FromResult(new ControlAnswer { Code = "alone" });
}
