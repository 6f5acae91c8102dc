using Chat.Server.Sequencing;
using Chat.Tests.Support;

namespace Chat.Tests.Simulation;

/// <summary>Compares the sequencer's state before a group that the store is going to refuse with the state after the group was taken back.</summary>
internal sealed class UndoWatch
{
    private readonly World _world;
    private Group? _group;
    private string _before = "";

    public UndoWatch(World world)
    {
        _world = world;
        world.Core.Sequencer.Begun = Begun;
        world.Core.Sequencer.Undone = Undone;
    }

    private void Begun(Group group)
    {
        if (_world.Log.NextFate != AppendFate.Committed && !_world.IsCalm)
        {
            (_group, _before) = (group, StateDigest.Of(_world.Core.Sequencer));
            _world.Mutant?.Began(_world, group);
        }
    }

    private void Undone(Group group)
    {
        if (!ReferenceEquals(group, _group))
        {
            return;
        }

        var after = StateDigest.Of(_world.Core.Sequencer);
        if (after != _before)
        {
            var (were, are) = (_before.Split('\n'), after.Split('\n'));
            _world.Chronicle.Fault($"A group that was taken back has left a trace: was {string.Join("; ", were.Except(are))}, is {string.Join("; ", are.Except(were))}");
        }
    }
}
