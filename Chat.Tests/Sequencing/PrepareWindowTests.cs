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

    /// <summary>The driver advances and asks for the floor, which never passes a pin that others hold.</summary>
    [Test]
    public async Task Take_FromManyThreads_LosesNoPin()
    {
        const long Groups = 20_000;
        var window = new PrepareWindow();
        var (newest, floor) = (0L, 0L);
        var others = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (Volatile.Read(ref newest) < Groups)
            {
                var pin = window.Take();
                var latest = Volatile.Read(ref newest) + 1; // It may have advanced and not said so yet.
                for (var looks = 0; looks < 20; looks++)
                {
                    if (Volatile.Read(ref floor) > latest)
                    {
                        throw new InvalidOperationException("The floor has passed a pin.");
                    }
                }

                pin.Release();
            }
        })).ToArray();

        for (var group = 1L; group <= Groups; group++)
        {
            window.Advance(group);
            Volatile.Write(ref newest, group);
            Volatile.Write(ref floor, window.Floor);
        }

        await Task.WhenAll(others);
        Assert.That(window.Floor, Is.EqualTo(Groups));
    }
}
