using Chat.Bench;

return await Commands.Root().Parse(args).InvokeAsync();
