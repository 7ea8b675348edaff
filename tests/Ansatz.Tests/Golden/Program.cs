using Ansatz.Tensors;
using Ansatz.Tests.Safety;
using Ansatz.Tests.Training;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Ansatz.Tests.Golden;

/// <summary>
/// The test program. <c>--checksums THREADS NAME…</c> prints a line "name hash" for each name, which is what <see cref="ChildProcess"/>
/// asks of it; <c>--train FOLDER</c> trains with a checkpoint there, to be killed; <c>--edges GROUP</c> and <c>--overrun PLACE</c> make the calls of <see cref="EdgeCalls"/> and <see cref="Overrun"/>, which may crash; anything else goes to the test runner, as from the entry point that xunit would generate.
/// </summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is ["--checksums", var threads, .. var names])
        {
            ForkJoin.ThreadCount = int.Parse(threads);
            foreach (var name in names) await Console.Out.WriteLineAsync($"{name} {Checksums.Compute(name)}");
            return 0;
        }
        if (args is ["--edges", var group]) return Math.Min(100, EdgeCalls.Run(group));
        if (args is ["--overrun", var where])
        {
            await Console.Out.WriteLineAsync(Overrun.Run(where));
            return 0;
        }
        if (args is ["--train", var folder])
        {
            Interruptible.Train(Interruptible.Model(), Interruptible.At(folder, afterEveryStep: true));
            return 0;
        }
        if (args.Any(arg => arg is "--server" or "--internal-msbuild-node"))
            return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        return await ConsoleRunner.Run(args);
    }
}
