using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NUnit.Framework;

namespace Chat.Tests.Support;

/// <summary>
/// A pseudo terminal with a program in it, which has it as its controlling terminal: keys, signals and sizes reach it as they do from a
/// real one. For Linux, where setsid(1) and stty(1) are part of every system that has a shell.
/// </summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>O_RDWR, O_NOCTTY and O_CLOEXEC of Linux: nobody but us keeps the terminal open.</summary>
    private const int OpenFlags = 0x2 | 0x100 | 0x80000;

    private readonly FileStream _master;
    private readonly string _path;
    private readonly Process _process;

    private PseudoTerminal(SafeFileHandle master, string path, ProcessStartInfo start)
    {
        _master = new FileStream(master, FileAccess.ReadWrite, 0);
        _path = path;
        _process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
    }

    /// <summary>Starts a program in a new terminal; where there can be none, the test is left out and says why.</summary>
    /// <param name="columns">Its width.</param>
    /// <param name="command">The program and its arguments.</param>
    public static PseudoTerminal Start(int columns, params string[] command)
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Ignore("The terminal's calls are those of Linux.");
        }

        var setsid = Array.Find(["/usr/bin/setsid", "/bin/setsid"], File.Exists);
        if (setsid is null)
        {
            Assert.Ignore("There is no setsid on this machine.");
        }

        var master = new SafeFileHandle(OpenMaster(OpenFlags), ownsHandle: true);
        if (master.IsInvalid)
        {
            Assert.Ignore($"There are no pseudo terminals here: error {Marshal.GetLastPInvokeError()}.");
        }

        var number = master.DangerousGetHandle().ToInt32();
        if (Grant(number) != 0 || Unlock(number) != 0 || Marshal.PtrToStringUTF8(NameOf(number)) is not { } path)
        {
            throw new InvalidOperationException($"The terminal cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        }

        // The shell leads a session of its own, so the terminal that it opens is its controlling one, and then the program's.
        var script = $"exec <{path} >{path} 2>&1; stty rows 24 cols {columns}; exec \"$@\"";
        var start = new ProcessStartInfo(setsid, ["-w", Shell, "-c", script, "sh", .. command]);
        foreach (var name in (string[])["TMUX", "STY", "XTERM_VERSION", "COLUMNS", "LINES"])
        {
            start.Environment.Remove(name);
        }

        start.Environment["TERM"] = "xterm-256color";
        start.Environment["NO_COLOR"] = "1";
        return new PseudoTerminal(master, path, start);
    }

    /// <summary>What the program has written; nothing once it has ended.</summary>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _master.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            // That is how Linux says that nobody has the other end any more.
            return 0;
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> keys)
    {
        await _master.WriteAsync(keys);
        await _master.FlushAsync();
    }

    /// <summary>Gives the terminal another width, which the program is told by a signal.</summary>
    public async Task ResizeAsync(int columns)
    {
        using var stty = Process.Start(Shell, ["-c", $"stty cols {columns} <{_path}"]);
        await stty.WaitForExitAsync();
        Assert.That(stty.ExitCode, Is.Zero);
    }

    /// <summary>Waits for the program's end.</summary>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _master.Dispose();
    }

    /// <summary>posix_openpt(3)</summary>
    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenMaster(int flags);

    /// <summary>grantpt(3)</summary>
    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Grant(int descriptor);

    /// <summary>unlockpt(3)</summary>
    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlock(int descriptor);

    /// <summary>ptsname(3)</summary>
    [DllImport("libc", EntryPoint = "ptsname", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint NameOf(int descriptor);
}
