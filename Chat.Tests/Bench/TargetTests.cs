using Chat.Bench.Load;
using NUnit.Framework;

namespace Chat.Tests.Bench;

[TestFixture]
public sealed class TargetTests
{
    [TestCase("localhost", ExpectedResult = "chat://localhost:2428")]
    [TestCase("localhost:1", ExpectedResult = "chat://localhost:1")]
    [TestCase("chat://box.lan:4000/", ExpectedResult = "chat://box.lan:4000")]
    [TestCase("CHAT://10.0.0.5", ExpectedResult = "chat://10.0.0.5:2428")]
    [TestCase("[::1]:7", ExpectedResult = "chat://[::1]:7")]
    [TestCase("[::1]", ExpectedResult = "chat://[::1]:2428")]
    [TestCase("::1", ExpectedResult = "chat://[::1]:2428")]
    public string TryParse_AnAddress_IsTaken(string text) => Target.TryParse(text, out var target) ? target.ToString() : "refused";

    [TestCase("")]
    [TestCase("chat://")]
    [TestCase("host:0")]
    [TestCase("host:65536")]
    [TestCase("host:a")]
    [TestCase("host:")]
    [TestCase("a b")]
    public void TryParse_NoAddress_IsRefused(string text) => Assert.That(Target.TryParse(text, out _), Is.False);
}
