using System.Reflection;
using NUnit.Framework;

namespace Chat.Tests.Architecture;

/// <summary>Every test case that is written down is run.</summary>
[TestFixture]
public sealed class TestCaseTests
{
    /// <summary>
    /// A control character that NUnit does not write as an escape makes a name that no report can hold, and the runner passes over such a case
    /// without a word.
    /// </summary>
    [Test]
    public void TestCases_WithControlCharacters_HaveNamesOfTheirOwn()
    {
        var found =
            from type in typeof(TestCaseTests).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            from testCase in method.GetCustomAttributes<TestCaseAttribute>()
            where testCase.TestName is null && testCase.Arguments.Any(IsLost)
            select $"{type.Name}.{method.Name}: {string.Join(", ", testCase.Arguments.Select(argument => Uri.EscapeDataString($"{argument}")))}";

        Assert.That(found, Is.Empty);
    }

    private static bool IsLost(object? argument) =>
        $"{argument}".Any(static c => c < ' ' && c is not ('\0' or '\a' or '\b' or '\t' or '\n' or '\v' or '\f' or '\r'));
}
