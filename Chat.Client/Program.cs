using Chat.Client;

return (int)await CommandLine.RunAsync(args, Console.Out, Console.Error, ClientHost.RunAsync, ClientHost.TrustAsync);
