using System.Text;
using Chat.Client.Plain;
using NUnit.Framework;

namespace Chat.Tests.Client.Plain;

[TestFixture]
public sealed class QuestionTests
{
    [Test]
    public void ReadLine_OfAPipe_LeavesWhatFollowsForTheChat()
    {
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(" ABCD-ü \r\nhello\n"));

        var answer = Question.ReadLine(input);

        Assert.That(answer, Is.EqualTo("ABCD-ü"));
        using var rest = new StreamReader(input);
        Assert.That(rest.ReadToEnd(), Is.EqualTo("hello\n"));
    }

    [TestCase("bob", ",b ,bob,carol")]
    [TestCase(null, ",b ")]
    public void AskUntil_AsksAgain_UntilTheAnswerFits_OrThereIsNone(string? expected, string answers)
    {
        var given = new Queue<string>(answers.Split(','));
        var complaints = 0;

        var answer = Question.AskUntil(() => given.TryDequeue(out var next) ? next : null, static next => next.Length > 2, () => complaints++);

        Assert.That((answer, complaints), Is.EqualTo((expected, 2)));
    }

    [Test]
    public void ReadLine_AtTheEnd_IsNull()
    {
        using var input = new MemoryStream();

        Assert.That(Question.ReadLine(input), Is.Null);
    }

    [Test]
    public void ReadLine_WithoutAnEnd_IsCut()
    {
        using var input = new MemoryStream(new byte[1_000_000]);

        Assert.That(Question.ReadLine(input), Has.Length.LessThan(1000));
    }
}
