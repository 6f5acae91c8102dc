using Chat.Protocol;
using NUnit.Framework;

namespace Chat.Tests.Protocol;

/// <summary>Tests that go over all rows of the protocol's table.</summary>
internal abstract class WireFrameTests(WireFrame row)
{
    protected WireFrame Row { get; } = row;

    /// <summary>The id that a sample of the row carries; 0 where it has none.</summary>
    protected uint RequestId => Row.Fields[0].Type is WireType.Id or WireType.IdOrZero ? 7u : 0u;

    /// <summary>Goes over the fields, those of items too, each in a sample of its own.</summary>
    protected void ForEachField(Action<WireField, object?[], WirePlace> check)
    {
        for (var index = 0; index < Row.Places(Row.Sample()).Count(); index++)
        {
            var values = Row.Sample();
            var place = Row.Places(values).ElementAt(index);
            check(place.Field, values, place);
        }
    }

    protected void AssertBadField(WireField field, object?[] values, string what)
    {
        var thrown = Thrown(Wire.Payload(values));
        Assert.That(
            (thrown.Code, thrown.Field, thrown.RequestId, thrown.Closes), Is.EqualTo((ErrorCodes.BadField, field.Name, RequestId, false)), what);
    }

    protected ProtocolException AssertMalformed(object?[] values, string what)
    {
        var thrown = Thrown(Wire.Payload(values));
        Assert.That((thrown.Code, thrown.Field, thrown.RequestId, thrown.Closes), Is.EqualTo((ErrorCodes.Malformed, (string?)null, 0u, true)), what);
        return thrown;
    }

    protected ProtocolException Thrown(byte[] payload)
    {
        var thrown = Assert.Catch(() => Row.Decode(payload));
        Assert.That(thrown, Is.TypeOf<ProtocolException>());
        return (ProtocolException)thrown!;
    }
}
