using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Missing values, values of other types and values nobody knows, in every field of every frame.</summary>
[TestFixtureSource(typeof(WireTable), nameof(WireTable.Frames))]
internal sealed class FieldRuleTests(WireFrame row) : WireFrameTests(row)
{
    [Test]
    public void Decode_RequiredFieldMissing_IsMalformed()
    {
        Assert.Multiple(() =>
        {
            AssertMalformed([], "no kind");
            for (var count = 0; count < Row.Fields.Length; count++)
            {
                var fields = Row.Sample()[..(count + 1)];
                if (Row.Fields[count..].Any(field => !field.Optional))
                {
                    AssertMalformed(fields, $"{count} fields");
                }
                else
                {
                    Assert.That(() => Row.Decode(Wire.Payload(fields)), Throws.Nothing, $"{count} fields");
                }
            }
        });
    }

    [Test]
    public void Decode_RequiredFieldOfAnItemMissing_IsMalformed()
    {
        foreach (var (field, index) in Row.Fields.Select((field, index) => (field, index)).Where(pair => pair.field.Fields.Length > 0))
        {
            for (var count = 0; count < field.Fields.Length; count++)
            {
                var values = Row.Sample();
                var item = field.Fields.Select(inner => inner.Sample()).Take(count).ToArray();
                values[index + 1] = field.Type == WireType.List ? Items(item) : item;
                if (field.Fields[count..].Any(inner => !inner.Optional))
                {
                    AssertMalformed(values, $"{field.Name} of {count} fields");
                }
                else
                {
                    Assert.That(() => Row.Decode(Wire.Payload(values)), Throws.Nothing, $"{field.Name} of {count} fields");
                }
            }
        }
    }

    [Test]
    public void Decode_Nil_IsAMissingValueOrMalformed()
    {
        ForEachField((field, values, place) =>
        {
            place.Value = null;
            if (field.Optional)
            {
                Assert.That(() => Row.Decode(Wire.Payload(values)), Throws.Nothing, field.Name);
            }
            else
            {
                AssertMalformed(values, field.Name);
            }
        });
    }

    [Test]
    public void Decode_MissingAtTheEnd_IsTheSameAsNil()
    {
        var required = Array.FindLastIndex(Row.Fields, field => !field.Optional) + 2;
        var missing = Row.Sample()[..required];
        var nils = new object?[Row.Fields.Length + 1];
        missing.CopyTo(nils, 0);
        Assert.That(Row.Decode(Wire.Payload(nils)), Is.EqualTo(Row.Decode(Wire.Payload(missing))).Using(FrameComparer.Instance));
    }

    [Test]
    public void Decode_ValueOfAnotherType_IsMalformed()
    {
        object[] others = [true, 5, "5", new string('5', 16), new string('5', 32), WireField.Bytes(16), WireField.Bytes(32), Array.Empty<object>(), .. Wire.Foreign, RawBytes.Hex("c1")];
        foreach (var other in others)
        {
            ForEachField((field, values, place) =>
            {
                if (!Fits(field.Type, other))
                {
                    place.Value = other;
                    var thrown = AssertMalformed(values, $"{field.Name} = {other}");
                    Assert.That(thrown.Message, other is object?[]? Is.Not.Empty : Does.StartWith(field.Name + ":"));
                }
            });
        }
    }

    [Test]
    public void Decode_InvalidUtf8InAText_IsMalformed()
    {
        // A lone continuation, a cut sequence, half a surrogate pair, an overlong slash, beyond the last code point.
        foreach (var bytes in new[] { "a180", "a2c3 41", "a3eda080", "a2c0af", "a4f4908080", "a1ff" })
        {
            ForEachField((field, values, place) =>
            {
                if (field.Type == WireType.Text)
                {
                    place.Value = RawBytes.Hex(bytes);
                    AssertMalformed(values, $"{field.Name} = {bytes}");
                }
            });
        }
    }

    [Test]
    public void Decode_ExtraFields_AreSkipped()
    {
        var plain = Row.Decode(Wire.Payload(Row.Sample()));
        object?[] extras = [null, false, -5, "x", RawBytes.Hex("a1ff"), WireField.Bytes(3), new object?[] { 1, 2 }, .. Wire.Foreign];
        foreach (var extra in extras)
        {
            var values = Row.Sample();
            for (var index = 1; index < values.Length; index++)
            {
                values[index] = Row.Fields[index - 1].Type switch
                {
                    WireType.Item => (object?[])[.. (object?[])values[index]!, extra],
                    WireType.List => Items([.. (object?[])((object?[])values[index]!)[0]!, extra]),
                    _ => values[index],
                };
            }

            var extended = Row.Decode(Wire.Payload([.. values, extra]));
            Assert.That(extended, Is.EqualTo(plain).Using(FrameComparer.Instance), $"{extra}");
        }
    }

    /// <summary>A list of one item.</summary>
    private static object?[] Items(object?[] item) => [item];

    private static bool Fits(WireType type, object value) => value switch
    {
        bool => type == WireType.Bool,
        int => type is not (WireType.Bool or WireType.Text or WireType.Bin16 or WireType.Bin32 or WireType.Item or WireType.List),
        string => type == WireType.Text,
        byte[] => type is WireType.Bin16 or WireType.Bin32,
        object[] => type == WireType.List,
        _ => false,
    };
}
