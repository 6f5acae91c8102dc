using Chat.Tests.Simulation;

namespace Chat.Tests.History;

/// <summary>One thing made wrong in a history that is as it should be. Null when there is nothing there to be made wrong in this way.</summary>
internal delegate RecordedHistory? Mutation(HistoryIndex index, Draw draw);
