using Chat.Server.Hosting;

var process = new ServerProcess(
    Console.Out,
    Console.Error,
    Environment.GetEnvironmentVariable,
    TimeProvider.System,
    static (options, certificate, motd, time, log) => ChatServer.Create(options, certificate, motd, time, log));
return await process.RunAsync(args);
