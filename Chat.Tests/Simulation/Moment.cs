using Chat.Protocol.Frames;

namespace Chat.Tests.Simulation;

/// <summary>Something that happened on one connection, as its client saw it.</summary>
/// <param name="Kind">What.</param>
/// <param name="Frame">Which frame; null where there is none.</param>
/// <param name="Stamp">Its place in the order of all that happened in the run. Of a frame received: when the server let go of its first byte.</param>
/// <param name="Time">The clock at that stamp, Unix milliseconds.</param>
internal readonly record struct Moment(MomentKind Kind, Frame? Frame, long Stamp, long Time);
