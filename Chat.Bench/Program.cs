using System.CommandLine;
using Chat.Bench;

using var stop = new StopSignal();

// The library's own handling of signals would end the process before anything is put away.
return await Commands.Root().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, stop.Token);
