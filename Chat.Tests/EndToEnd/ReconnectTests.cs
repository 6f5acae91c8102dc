using Chat.Tests.Support;
using NUnit.Framework;

namespace Chat.Tests.EndToEnd;

/// <summary>Clients that lose their connection again and again, at any moment, while all the others post: nothing is lost, nothing comes twice.</summary>
[TestFixture]
public sealed class ReconnectTests
{
    private const int Clients = 5;
    private const int Steps = 150;

    [TestCase(1, false)]
    [TestCase(2, false)]
    [TestCase(3, true)]
    public async Task Cut_AtRandomMoments_EverybodyHasTheWholeLogOnceInOrder(int seed, bool tls)
    {
        await using var server = await RunningServer.StartAsync();
        var wanderers = new List<Wanderer>();
        for (var i = 0; i < Clients; i++)
        {
            wanderers.Add(await Wanderer.EnterAsync(server.Endpoint, $"w{i}", tls, new Random((seed * 100) + i)));
        }

        await Task.WhenAll(wanderers.Select(wanderer => wanderer.WanderAsync(Steps)));
        var head = (await wanderers[0].Client.JoinAsync(Wanderer.Room)).Head;
        foreach (var wanderer in wanderers)
        {
            await wanderer.ReadAllAsync(head);
            await wanderer.DisposeAsync();
        }

        var log = wanderers[0].Seen;
        await TestContext.Out.WriteLineAsync($"{head} events, {wanderers.Sum(wanderer => wanderer.Cuts)} cuts, {wanderers.Sum(wanderer => wanderer.Resent)} posts sent again");
        Assert.That(wanderers.Sum(wanderer => wanderer.Cuts), Is.GreaterThan(Clients));
        Assert.That(log.Select(e => e.Key), Is.Unique);
        foreach (var wanderer in wanderers)
        {
            Assert.That(wanderer.Seen, Is.EqualTo(log));
            Assert.That(log.Where(e => e.Nick == wanderer.Nick).Select(e => e.Text), Is.EqualTo(wanderer.Said), "What one says keeps its order.");
        }
    }
}
