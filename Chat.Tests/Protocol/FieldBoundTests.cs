using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Values of the right type, out of their bounds, in every field of every frame.</summary>
[TestFixtureSource(typeof(WireTable), nameof(WireTable.Frames))]
internal sealed class FieldBoundTests(WireFrame row) : WireFrameTests(row)
{
    private static readonly RawBytes[] TooLarge = [RawBytes.Hex("cf 8000000000000000"), RawBytes.Hex("cf ffffffffffffffff")];
    private static readonly RawBytes[] TooLargeForInt = [.. TooLarge, RawBytes.Hex("ce 80000000"), RawBytes.Hex("d3 0000000080000000")];
    private static readonly object[] Negative = [-1, -33, -129, -32_769, int.MinValue, long.MinValue];

    [Test]
    public void Decode_NumberBelowZero_IsBadFieldOrNoId()
    {
        foreach (var number in Negative)
        {
            ForEachField((field, values, place) =>
            {
                place.Value = field.IsInteger ? number : place.Value;
                AssertNumber(field, values, number);
            });
        }
    }

    [Test]
    public void Decode_IdOfZero_IsMalformedButInAnError()
    {
        ForEachField((field, values, place) =>
        {
            if (field.Type == WireType.Id)
            {
                place.Value = 0;
                AssertMalformed(values, field.Name);
            }
        });
    }

    [Test]
    public void Decode_NumberAboveWhatTheFieldHolds_IsBadFieldOrNoId()
    {
        ForEachField((field, values, place) =>
        {
            var numbers = field.Type switch
            {
                WireType.Int => TooLargeForInt,
                WireType.Long => TooLarge,
                WireType.Id or WireType.IdOrZero => [.. TooLarge, RawBytes.Hex("cf 0000000100000000")],
                _ => [],
            };
            foreach (var number in numbers)
            {
                place.Value = number;
                AssertNumber(field, values, number);
            }
        });
    }

    [Test]
    public void Decode_BinOfAnotherLength_IsBadField()
    {
        foreach (var length in new[] { 0, 1, 15, 16, 17, 31, 32, 33, 255, 256 })
        {
            ForEachField((field, values, place) =>
            {
                var right = field.Type switch { WireType.Bin16 => 16, WireType.Bin32 => 32, _ => length };
                if (right != length)
                {
                    place.Value = WireField.Bytes(length);
                    AssertBadField(field, values, $"{field.Name} of {length} bytes");
                }
            });
        }
    }

    [Test]
    public void Decode_SeveralBadFields_NamesTheFirst()
    {
        var values = Row.Sample();
        var bad = Row.Places(values).Where(place => place.Field.Type is WireType.Int or WireType.Long or WireType.Bin16 or WireType.Bin32).ToList();
        foreach (var place in bad)
        {
            place.Value = place.Field.IsInteger ? -1 : Array.Empty<byte>();
        }

        if (bad.Count > 0)
        {
            AssertBadField(bad[0].Field, values, "several");
        }
    }

    [Test]
    public void Decode_BadFieldInWhatIsNoFrame_IsMalformed()
    {
        ForEachField((field, values, place) =>
        {
            if (field.Type is not (WireType.Int or WireType.Long or WireType.Bin16 or WireType.Bin32))
            {
                return;
            }

            place.Value = field.IsInteger ? -1 : Array.Empty<byte>();
            AssertMalformed([.. values, RawBytes.Hex("c1")], $"{field.Name}, then a byte that is no value");
            AssertMalformed([.. values, new object?[] { new object?[] { new object?[] { Array.Empty<object>() } } }], $"{field.Name}, then too deep");
            Assert.That(Thrown([.. Wire.Payload(values), 0xc0]).Code, Is.EqualTo(ErrorCodes.Malformed), $"{field.Name}, then a byte");
            foreach (var later in Row.Places(values).Where(other => other.Owner == values && other.Index > place.Index && place.Owner == values))
            {
                var broken = (object?[])values.Clone();
                broken[later.Index] = 1.5;
                AssertMalformed(broken, $"{field.Name}, then a float as {later.Field.Name}");
            }
        });
    }

    private void AssertNumber(WireField field, object?[] values, object number)
    {
        if (field.Type is WireType.Id or WireType.IdOrZero)
        {
            AssertMalformed(values, $"{field.Name} = {number}");
        }
        else if (field.IsInteger)
        {
            AssertBadField(field, values, $"{field.Name} = {number}");
        }
    }
}
