using Chat.Server.Sequencing;
using NUnit.Framework;

namespace Chat.Tests.Sequencing;

/// <summary>How far back prepared reads go.</summary>
[TestFixture]
internal sealed class PrepareWindowTests
{
    [Test]
    public void Floor_WithoutPins_IsTheNewestCommittedGroup()
    {
        var window = new PrepareWindow();
        Assert.That(window.Floor, Is.Zero);

        window.Advance(1);
        window.Advance(2);

        Assert.That(window.Floor, Is.EqualTo(2));
    }

    [Test]
    public void Floor_WithPins_IsTheGroupBeforeTheOldestOfThem()
    {
        var window = new PrepareWindow();
        window.Advance(1);
        var (one, two) = (window.Take(), window.Take());
        window.Advance(2);
        var three = window.Take();
        window.Advance(3);
        Assert.That(window.Floor, Is.EqualTo(1));

        one.Release();
        Assert.That(window.Floor, Is.EqualTo(1));
        two.Release();
        Assert.That(window.Floor, Is.EqualTo(2));
        three.Release();
        Assert.That(window.Floor, Is.EqualTo(3));
    }

    [Test]
    public void Floor_WithPinsLetGoInAnotherOrder_WaitsForTheOldest()
    {
        var window = new PrepareWindow();
        var old = window.Take();
        window.Advance(1);
        var young = window.Take();
        window.Advance(2);

        young.Release();
        Assert.That(window.Floor, Is.Zero);
        old.Release();
        Assert.That(window.Floor, Is.EqualTo(2));
    }

    [Test]
    public void Take_FromManyThreads_LosesNoPin()
    {
        var window = new PrepareWindow();
        var held = window.Take();
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var pin = window.Take();
                if (thread == 0)
                {
                    window.Advance(i + 1);
                }

                if (window.Floor != 0)
                {
                    throw new InvalidOperationException("The oldest pin was lost.");
                }

                pin.Release();
            }
        });

        held.Release();
        Assert.That(window.Floor, Is.EqualTo(5_000));
    }
}
