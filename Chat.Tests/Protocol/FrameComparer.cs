using System.Collections;
using System.Reflection;
using Chat.Protocol.Frames;

namespace Chat.Tests.Protocol;

/// <summary>Compares frames by what they hold; a record compares its lists only by whether they are the same.</summary>
internal sealed class FrameComparer : IEqualityComparer<Frame>
{
    public static FrameComparer Instance { get; } = new();

    public bool Equals(Frame? x, Frame? y) =>
        x is null || y is null ? ReferenceEquals(x, y) : x.GetType() == y.GetType() && Properties(x).All(property => Same(property, x, y));

    public int GetHashCode(Frame obj) => obj.FrameKind.GetHashCode();

    private static PropertyInfo[] Properties(Frame frame) => frame.GetType().GetProperties();

    private static bool Same(PropertyInfo property, Frame x, Frame y)
    {
        var (left, right) = (property.GetValue(x), property.GetValue(y));
        return left is IEnumerable items and not string && right is IEnumerable others
            ? items.Cast<object>().SequenceEqual(others.Cast<object>())
            : Equals(left, right);
    }
}
