using System.Diagnostics;

namespace Ansatz.Tests.Fuzzing;

/// <summary>Gives a reader mutated files and keeps count: each is read or refused as documented, within a second, and within a bound of memory.</summary>
/// <param name="Inputs">How many were tried.</param>
/// <param name="Read">How many of them were read.</param>
/// <param name="LongestSeconds">The time of the slowest.</param>
/// <param name="LargestBytes">What the most costly one allocated on the managed heap, all in all.</param>
public sealed record Fuzzer(long Inputs, long Read, double LongestSeconds, long LargestBytes)
{
    private const double MostSeconds = 1;
    private const long MostBytes = 64L << 20, BytesPerByte = 20;

    /// <summary>Tries mutations one after the other until the count or the time is over.</summary>
    /// <exception cref="InvalidOperationException">An input broke the rules; it lies in the folder, and the message says where.</exception>
    public static Fuzzer Run(FuzzTarget target, ulong seed, long count, TimeSpan time, string folder)
    {
        var mutator = new Mutator(seed);
        var path = Path.Combine(folder, target.Name);
        var sum = new Fuzzer(0, 0, 0, 0);
        var clock = Stopwatch.StartNew();
        foreach (var file in target.Corpus) target.Read(file, path);   // compiled once, and sound
        while (sum.Inputs < count && clock.Elapsed < time)
        {
            var file = mutator.Next(target.Corpus);
            if (target.Repair is { } repair && sum.Inputs % 2 == 0) file = repair(file);
            sum = sum.Try(target, file, path);
        }
        return sum;
    }

    private Fuzzer Try(FuzzTarget target, byte[] file, string path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var isRead = true;
        try
        {
            target.Read(file, path);
        }
        catch (Exception e)
        {
            if (!target.IsDocumented(e, path)) throw Broken(target, file, path, $"{e.GetType().Name}: {e.Message}", e);
            isRead = false;
        }
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (bytes > MostBytes + BytesPerByte * file.Length) throw Broken(target, file, path, $"{bytes} bytes allocated for a file of {file.Length}", null);
        if (seconds > MostSeconds && IsSlowAgain(target, file, path)) throw Broken(target, file, path, $"{seconds:F1} s", null);
        return new Fuzzer(Inputs + 1, Read + (isRead ? 1 : 0), Math.Max(LongestSeconds, seconds), Math.Max(LargestBytes, bytes));
    }

    /// <summary>A busy machine may stop a process for a second, but hardly three times at the same input.</summary>
    private static bool IsSlowAgain(FuzzTarget target, byte[] file, string path)
    {
        for (var again = 0; again < 2; again++)
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                target.Read(file, path);
            }
            catch (Exception e) when (target.IsDocumented(e, path))
            {
            }
            if (Stopwatch.GetElapsedTime(start).TotalSeconds <= MostSeconds) return false;
        }
        return true;
    }

    private static InvalidOperationException Broken(FuzzTarget target, byte[] file, string path, string what, Exception? cause)
    {
        var kept = $"{path}-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(file))[..16]}";
        File.WriteAllBytes(kept, file);
        return new InvalidOperationException($"{target.Name}: {what}; the input is {kept}: {Convert.ToBase64String(file.AsSpan(0, Math.Min(file.Length, 3000)))}", cause);
    }
}
