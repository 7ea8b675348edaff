using System.Runtime.InteropServices;

namespace Ansatz.Mpi;

/// <summary>The functions of an MPI library that are needed, and the constants of its binary interface.</summary>
/// <remarks>
/// There are two binary interfaces. In MPICH's, which Intel MPI and MS-MPI share, a handle is an int with a fixed value. In Open MPI's it is a pointer to a symbol of the library. Both
/// fit into an <see cref="nint"/>: where 64 bits are little-endian, an int is its lower half, as an argument and in memory. So one set of signatures serves both.
/// All calls return at once except <see cref="Finish"/>, and none is made while another runs.
/// </remarks>
internal sealed unsafe class MpiLibrary
{
    /// <summary>An environment variable that names the library's file if it has an unusual name.</summary>
    public const string Variable = "ANSATZ_MPI_LIBRARY";

    private const int ThreadsOneAtATime = 2; // MPI_THREAD_SERIALIZED
    private static readonly string[] mpich = OperatingSystem.IsWindows() ? ["msmpi.dll", "impi.dll"] : ["libmpich.so.12", "libmpi.so.12", "libmpi.dylib"], openMpi = ["libmpi.so.40", "libmpi.40.dylib"];

    private readonly nint library, world, bytes, noStatus;
    private readonly int anySource;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int> send, receive;
    private readonly delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, nint*, int> broadcast;
    private readonly delegate* unmanaged[Cdecl]<nint, nint*, int> barrier;
    private readonly delegate* unmanaged[Cdecl]<nint*, int*, nint, int> test;
    private readonly delegate* unmanaged[Cdecl]<nint*, nint, int> wait;
    private readonly delegate* unmanaged[Cdecl]<nint*, int> cancel;

    /// <summary>Loads the library and starts MPI in this process.</summary>
    /// <exception cref="IOException">There is no MPI library, or it does not start.</exception>
    public MpiLibrary()
    {
        library = Load();
        var isOpen = NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var openWorld);
        (world, bytes, noStatus, anySource) = isOpen ? (openWorld, Export("ompi_mpi_byte"), 0, -1) : (0x44000000, 0x4c00010d, 1, -2);
        send = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Isend");
        receive = (delegate* unmanaged[Cdecl]<void*, int, nint, int, int, nint, nint*, int>)Export("MPI_Irecv");
        broadcast = (delegate* unmanaged[Cdecl]<void*, int, nint, int, nint, nint*, int>)Export("MPI_Ibcast");
        barrier = (delegate* unmanaged[Cdecl]<nint, nint*, int>)Export("MPI_Ibarrier");
        test = (delegate* unmanaged[Cdecl]<nint*, int*, nint, int>)Export("MPI_Test");
        wait = (delegate* unmanaged[Cdecl]<nint*, nint, int>)Export("MPI_Wait");
        cancel = (delegate* unmanaged[Cdecl]<nint*, int>)Export("MPI_Cancel");
        int level = 0, rank = 0, count = 0;
        Check(((delegate* unmanaged[Cdecl]<nint, nint, int, int*, int>)Export("MPI_Init_thread"))(0, 0, ThreadsOneAtATime, &level));
        if (level < ThreadsOneAtATime) throw new IOException($"MPI: the library allows calls from one thread alone (level {level}); expected MPI_THREAD_SERIALIZED, so use a build with threads");
        Check(((delegate* unmanaged[Cdecl]<nint, nint, int>)Export("MPI_Comm_set_errhandler"))(world, isOpen ? Export("ompi_mpi_errors_return") : 0x54000001));
        Check(((delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_rank"))(world, &rank));
        Check(((delegate* unmanaged[Cdecl]<nint, int*, int>)Export("MPI_Comm_size"))(world, &count));
        (Rank, Count) = (rank, count);
    }

    public int Rank { get; }

    public int Count { get; }

    /// <summary>Begins to send; the memory stays as it is until the request is done.</summary>
    public nint Send(byte* message, int length, int to, int tag)
    {
        nint request = 0;
        Check(send(message, length, bytes, to, tag, world, &request));
        return request;
    }

    /// <summary>Begins to receive.</summary>
    /// <param name="message">Where to.</param>
    /// <param name="length">The most bytes.</param>
    /// <param name="from">The sender; negative is any.</param>
    /// <param name="tag">The kind of message.</param>
    public nint Receive(byte* message, int length, int from, int tag)
    {
        nint request = 0;
        Check(receive(message, length, bytes, from < 0 ? anySource : from, tag, world, &request));
        return request;
    }

    public nint Broadcast(byte* message, int length, int from)
    {
        nint request = 0;
        Check(broadcast(message, length, bytes, from, world, &request));
        return request;
    }

    public nint Barrier()
    {
        nint request = 0;
        Check(barrier(world, &request));
        return request;
    }

    /// <summary>Whether a request is done.</summary>
    public bool IsDone(ref nint request)
    {
        var isDone = 0;
        fixed (nint* at = &request) Check(test(at, &isDone, noStatus));
        return isDone != 0;
    }

    /// <summary>Ends a request that nothing has matched.</summary>
    public void Cancel(ref nint request)
    {
        fixed (nint* at = &request)
        {
            Check(cancel(at));
            Check(wait(at, noStatus));
        }
    }

    /// <summary>Ends MPI in this process, after all other processes have called this.</summary>
    public void Finish() => ((delegate* unmanaged[Cdecl]<int>)Export("MPI_Finalize"))();

    // The launcher's environment says which library's processes these are, if several libraries are installed.
    private static nint Load()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        var isOpen = Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_SIZE") is not null;
        string[] names = !string.IsNullOrEmpty(named) ? [named] : isOpen ? [.. openMpi, .. mpich] : [.. mpich, .. openMpi];
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var found)) return found;
        throw new IOException($"MPI: found no library ({string.Join(", ", names)}); install MPICH or Open MPI, or name the file in {Variable}");
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(library, name, out var address) ? address
        : throw new IOException($"MPI: the library has no {name}; expected MPI 3 or later");

    private static void Check(int code)
    {
        if (code != 0) throw new IOException($"MPI: a call failed with code {code}; a worker or a host may be gone");
    }
}
