using Chat.Tests.Simulation;
using NUnit.Framework;

namespace Chat.Tests.History;

/// <summary>The checker bites: whatever is made wrong in a history, wherever, the rule that is there for it finds it.</summary>
[TestFixture]
public sealed class HistoryMutantTests
{
    private const int Seeds = 30;
    private const int FewestMutants = 5;
    private static readonly HistoryIndex[] Histories = [.. Enumerable.Range(1, Seeds).Select(static seed => new HistoryIndex(HistoryGenerator.Make(seed)))];

    private static IEnumerable<TestCaseData> Mutations()
    {
        yield return Case(Rule.Kept, StoreMutations.LoseTheNewest);
        yield return Case(Rule.Kept, StoreMutations.AcknowledgeAnotherSeq);
        yield return Case(Rule.Kept, StoreMutations.AcknowledgeAnotherTime);
        yield return Case(Rule.Kept, StoreMutations.LeaveAHole);
        yield return Case(Rule.Content, StoreMutations.ChangeAText);
        yield return Case(Rule.Content, StoreMutations.ForgetADeletion);
        yield return Case(Rule.Content, StoreMutations.ForgetAnEdit);
        yield return Case(Rule.Said, StoreMutations.MakeOneUp);
        yield return Case(Rule.Said, StoreMutations.StoreWhatWasRefused);
        yield return Case(Rule.Once, StoreMutations.ForgetAKey);
        yield return Case(Rule.Once, StoreMutations.AnswerAKeyTwice);
        yield return Case(Rule.Once, StoreMutations.AcknowledgeAnotherPost);
        yield return Case(Rule.Once, StoreMutations.RefuseAKnownKey);
        yield return Case(Rule.Seqs, StoreMutations.LeaveAHole);
        yield return Case(Rule.Seqs, StoreMutations.ReadTwoInAnotherOrder);
        yield return Case(Rule.Seqs, StoreMutations.BeginLater);
        yield return Case(Rule.Times, StoreMutations.TurnBackTheClock);
        yield return Case(Rule.Delivered, DeliveryMutations.TellAnotherText);
        yield return Case(Rule.Delivered, DeliveryMutations.TellAnotherNick);
        yield return Case(Rule.Delivered, DeliveryMutations.TellAnotherKey);
        yield return Case(Rule.Delivered, DeliveryMutations.TellOfAnotherRoom);
        yield return Case(Rule.Delivered, DeliveryMutations.TellWhatIsNotStored);
        yield return Case(Rule.Delivered, DeliveryMutations.TellAnOldText);
        yield return Case(Rule.Contiguous, DeliveryMutations.TellTwice);
        yield return Case(Rule.Contiguous, DeliveryMutations.SkipOne);
        yield return Case(Rule.Contiguous, DeliveryMutations.TellInAnotherOrder);
        yield return Case(Rule.Contiguous, DeliveryMutations.TellOfAGapThatIsNone);
        yield return Case(Rule.RealTime, OrderMutations.StoreBeforeWhatWasKnown);
        yield return Case(Rule.SentOrder, OrderMutations.TakeInAnotherOrder);
        yield return Case(Rule.SentOrder, OrderMutations.StoreInAnotherOrderOverCrashes);
        yield return Case(Rule.Membership, DeliveryMutations.GoOnAfterLeave);
        yield return Case(Rule.Membership, DeliveryMutations.TellBeforeJoined);
        yield return Case(Rule.Head, OrderMutations.SendTheHeadBack);
        yield return Case(Rule.Head, OrderMutations.ChangeTheIdentity);
        yield return Case(Rule.Head, OrderMutations.ShowAHeadThatIsLost);
        yield return Case(Rule.Reached, DeliveryMutations.KeepTheLastBack);
    }

    [TestCaseSource(nameof(Mutations))]
    public void Check_OfAHistoryMadeWrong_FindsTheRuleThatIsBroken(string rule, object mutate)
    {
        var mutants = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            if (((Mutation)mutate)(Histories[seed - 1], new Draw(seed)) is { } mutant)
            {
                Assert.That(HistoryChecker.Check(mutant), Has.Some.StartsWith($"{rule}:"), $"seed {seed}");
                mutants++;
            }
        }

        Assert.That(mutants, Is.AtLeast(FewestMutants));
    }

    private static TestCaseData Case(Rule rule, Mutation mutate) =>
        new TestCaseData($"{rule}", mutate).SetName($"Check_OfAHistoryMadeWrongBy{mutate.Method.Name}_Finds{rule}");
}
