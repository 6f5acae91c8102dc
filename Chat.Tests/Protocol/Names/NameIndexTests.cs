using Chat.Protocol.Names;
using NUnit.Framework;

namespace Chat.Tests.Protocol.Names;

[TestFixture]
public sealed class NameIndexTests
{
    private readonly NameIndex<string> _index = new();

    [TearDown]
    public void Clear()
    {
        foreach (var name in _index.Values.ToList())
        {
            _index.Remove(Key(name));
        }

        Assert.That(_index.Count, Is.Zero);
    }

    [Test]
    public void TryAdd_NameThatCountsAsTheSame_IsRefusedAndChangesNothing()
    {
        Assert.That(Add("alice"), Is.True);
        Assert.That(Add("ALICE"), Is.False);
        Assert.That(Add("aIice"), Is.False);
        Assert.That(Add("alice"), Is.False);
        Assert.That(_index.Values, Is.EqualTo(new[] { "alice" }));
        Assert.That(Find("Alice"), Is.EqualTo("alice"));
    }

    [Test]
    public void TryAdd_TwoDifferentNamesThatAThirdIsLike_KeepsBothAndRefusesTheThird()
    {
        // "Ian" is "ian" in another case and looks like "lan"; those two have nothing in common.
        Assert.That(Add("ian") & Add("lan"), Is.True);
        Assert.That(Add("Ian"), Is.False);
        Assert.That(_index.Count, Is.EqualTo(2));
        Assert.That(Find("ian"), Is.EqualTo("ian"));
        Assert.That(Find("lan"), Is.EqualTo("lan"));
        Assert.That(Find("Ian"), Is.EqualTo("ian"), "case comes before looks");
    }

    [Test]
    public void TryAdd_TheThirdFirst_RefusesBothOthers()
    {
        Assert.That(Add("Ian"), Is.True);
        Assert.That(Add("ian"), Is.False);
        Assert.That(Add("lan"), Is.False);
        Assert.That(Find("ian"), Is.EqualTo("Ian"));
        Assert.That(Find("lan"), Is.EqualTo("Ian"));
    }

    [Test]
    public void Remove_AnotherNameThatCountsAsTheSame_RemovesNothing()
    {
        Add("ian");
        Add("lan");
        Assert.That(_index.Remove(Key("Ian")), Is.False);
        Assert.That(_index.Remove(Key("bob")), Is.False);
        Assert.That(_index.Count, Is.EqualTo(2));
    }

    [Test]
    public void Remove_OneOfTwo_LeavesTheOtherFoundByBothForms()
    {
        Add("ian");
        Add("lan");
        Assert.That(_index.Remove(Key("ian")), Is.True);
        Assert.That(Find("ian"), Is.Null);
        Assert.That(Find("Ian"), Is.EqualTo("lan"));
        Assert.That(Add("Ian"), Is.False);
        Assert.That(_index.Remove(Key("lan")), Is.True);
        Assert.That(Add("Ian"), Is.True);
        Assert.That(_index.Values, Is.EqualTo(new[] { "Ian" }));
    }

    [Test]
    public void TryGet_NothingThere_IsFalse()
    {
        Assert.That(_index.TryGet(Key("bob"), out var value), Is.False);
        Assert.That(value, Is.Null);
        Assert.That(_index.Values, Is.Empty);
    }

    private static NameKey Key(string name) => Nick.TryParse(name, out var nick) ? nick.Key : throw new ArgumentException(name);

    private bool Add(string name) => _index.TryAdd(Key(name), name);

    private string? Find(string name) => _index.TryGet(Key(name), out var value) ? value : null;
}
