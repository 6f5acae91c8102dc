using System.Reflection;
using System.Text;
using Chat.Protocol;
using Chat.Protocol.Frames;
using CsCheck;

namespace Chat.Tests.Protocol;

/// <summary>Frames of every kind with values at and around the places where the wire's form changes.</summary>
internal static class FrameGen
{
    private static readonly Gen<string> ItemTexts = Gen.Frequency(
        (6, Strings(Gen.Int[0, 12])),
        (4, Strings(OneOf(0, 1, 15, 16, 31, 32, 33, 127, 128, 255, 256, 257))));

    private static readonly Gen<string> FrameTexts = Gen.Frequency((10, ItemTexts), (1, Strings(OneOf(1_000, 4_000))));

    private static readonly Gen<long> Longs = Gen.OneOf(
        OneOf<long>(0, 1, 127, 128, 255, 256, 65_535, 65_536, int.MaxValue, uint.MaxValue, uint.MaxValue + 1L, long.MaxValue),
        Gen.Long[0, long.MaxValue]);

    private static readonly Gen<int> Ints = Gen.OneOf(OneOf(0, 1, 127, 128, 255, 256, 65_535, 65_536, int.MaxValue), Gen.Int[0, int.MaxValue]);

    private static readonly Gen<uint> Ids = Gen.OneOf(OneOf<uint>(1, 127, 128, 255, 256, 65_535, 65_536, uint.MaxValue), Gen.UInt[1, uint.MaxValue]);

    private static readonly Gen<Fingerprint> Fingerprints = Gen.Byte.Array[Limits.FingerprintBytes].Select(bytes => new Fingerprint(bytes));

    /// <summary>Frames of one kind.</summary>
    public static Gen<Frame> Of(FrameKind kind) => Made(FrameType(kind), FrameTexts).Select(made => (Frame)made);

    /// <summary>The record that holds frames of a kind.</summary>
    public static Type FrameType(FrameKind kind) =>
        typeof(Frame).Assembly.GetType($"{typeof(Frame).Namespace}.{kind}Frame")
        ?? throw new InvalidOperationException($"No record holds frames of the kind {kind}.");

    private static Gen<object> Made(Type type, Gen<string> texts)
    {
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).Single(made => made.GetParameters().Length > 0);
        var arguments = Gen.Const(Array.Empty<object?>());
        foreach (var parameter in constructor.GetParameters())
        {
            arguments = Gen.Select(arguments, Value(parameter, texts), (before, value) => new List<object?>(before) { value }.ToArray());
        }

        return arguments.Select(constructor.Invoke);
    }

    private static Gen<object?> Value(ParameterInfo parameter, Gen<string> texts)
    {
        var type = parameter.ParameterType;
        var inner = Nullable.GetUnderlyingType(type);
        var optional = inner is not null || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
        var value = Value(inner ?? type, texts);
        return optional ? Gen.Frequency((1, Gen.Const((object?)null)), (2, value)) : value;
    }

    private static Gen<object?> Value(Type type, Gen<string> texts)
    {
        if (type.IsEnum)
        {
            return Gen.OneOf(Gen.Int[0, 9], Ints).Select(number => (object?)Enum.ToObject(type, number));
        }

        if (type.IsGenericType)
        {
            var item = type.GetGenericArguments()[0];
            return Made(item, ItemTexts).Array[0, 20].Select(items =>
            {
                var list = Array.CreateInstance(item, items.Length);
                items.CopyTo(list, 0);
                return (object?)list;
            });
        }

        return Type.GetTypeCode(type) switch
        {
            TypeCode.UInt32 => Boxed(Ids),
            TypeCode.Int32 => Boxed(Ints),
            TypeCode.Int64 => Boxed(Longs),
            TypeCode.UInt64 => Boxed(Gen.ULong),
            TypeCode.Boolean => Boxed(Gen.Bool),
            TypeCode.String => texts.Select(text => (object?)text),
            _ when type == typeof(Guid) => Boxed(Gen.Guid),
            _ when type == typeof(Fingerprint) => Boxed(Fingerprints),
            _ => Made(type, ItemTexts).Select(made => (object?)made),
        };
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<object?> Boxed<T>(Gen<T> values)
        where T : struct => values.Select(value => (object?)value);

    /// <summary>Strings of a number of UTF-8 bytes, of code points of one to four.</summary>
    private static Gen<string> Strings(Gen<int> lengths)
    {
        var runes = Gen.Frequency((6, Gen.Int[0x20, 0x7e]), (1, Gen.Int[0xa0, 0x7ff]), (1, Gen.Int[0x800, 0xd7ff]), (1, Gen.Int[0x1_0000, 0x10_ffff]));
        return lengths.SelectMany(length => runes.Array[length].Select(values => Cut(values, length)));
    }

    private static string Cut(int[] values, int length)
    {
        var text = new StringBuilder();
        var bytes = 0;
        foreach (var value in values)
        {
            var rune = new Rune(value);
            rune = bytes + rune.Utf8SequenceLength > length ? new Rune('.') : rune;
            if (bytes == length)
            {
                break;
            }

            text.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        return text.ToString();
    }
}
