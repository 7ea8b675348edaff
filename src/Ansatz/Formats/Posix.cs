using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Ansatz.Formats;

/// <summary>
/// Calls of the operating system that .NET does not offer: the kind of a file, and a flush that reports its failure. .NET ignores an I/O error of fsync,
/// so written data could be lost without an error. If a call is missing on a system, files are read and written as .NET does it.
/// </summary>
internal static partial class Posix
{
    private const int CurrentFolder = -100, StatusLength = 256, ModeAt = 28, TypeMask = 0xF000, IoError = 5, NoSpace = 28;
    private const uint WantType = 1;

    /// <summary>The kind of a path that is neither a file nor a folder, for messages. It is null for files, folders and missing paths, and on systems other than Linux.</summary>
    public static unsafe string? KindOf(string path)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var status = stackalloc byte[StatusLength];
        try
        {
            if (Statx(CurrentFolder, path, 0, WantType, status) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
        return (*(ushort*)(status + ModeAt) & TypeMask) switch
        {
            0x1000 => "a pipe",
            0x2000 => "a device",
            0x6000 => "a disk",
            0xC000 => "a socket",
            _ => null,
        };
    }

    /// <summary>Flushes a written file to the disk.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void Flush(SafeFileHandle file, string path)
    {
        if (OperatingSystem.IsWindows()) return;   // .NET's flush reports failures there.
        if (Fsync(file) != 0) ThrowIfLost(path);
    }

    /// <summary>Flushes a folder, so that a rename in it survives a loss of power.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;   // It journals renames.
        using var handle = Open(folder, 0);
        if (!handle.IsInvalid && Fsync(handle) != 0) ThrowIfLost(folder);
    }

    // Other errors mean that the file system has no such flush.
    private static void ThrowIfLost(string path)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error is IoError or NoSpace) throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)} while it was flushed to the disk.");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* status);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
