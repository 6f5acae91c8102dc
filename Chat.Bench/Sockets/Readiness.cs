namespace Chat.Bench.Sockets;

/// <summary>What epoll waits for and tells; the numbers are the system's.</summary>
[Flags]
internal enum Readiness
{
    None = 0,
    Readable = 1,
    Writable = 4,
    Failed = 8,
    HungUp = 16,
}
