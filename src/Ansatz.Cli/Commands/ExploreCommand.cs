using System.ComponentModel;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz explore</c>: a page about a run, served from the loopback address by a second program.</summary>
internal sealed class ExploreCommand : RunnableCommand
{
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a run, finished or in training." };
    private readonly Option<long> port = NumberOption.Whole("--port", "The port of the page; 0 is any that is free.", 0, 65_535, 0);
    private readonly Option<bool> opens = Conventions.Flag("--open", "Open the page in the browser.");
    private readonly Option<string?> cache = SettingOptions.Create(SettingOption.Cache);
    private readonly Option<long?> threads = Conventions.Threads();

    public ExploreCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(folder);
        Take([port, opens, cache, threads]);
    }

    public override IReadOnlyList<string> Examples => ["ansatz explore runs/contours --open", "ansatz explore runs/people --port 8080"];

    public override void Run(Call call)
    {
        var place = call.Value(folder);
        _ = StudyTable.Of(place); // refuses what is no run
        string[] arguments = [place, $"{call.Value(port)}", $"{call.Value(threads) ?? 0}", .. call.Value(cache) is { } at ? new[] { at } : []];
        using var program = Process.Start(ExplorerStart.Beside(AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory(), arguments))!;
        using var stopping = call.Cancellation.Register(() => End(program));
        try
        {
            var address = program.StandardOutput.ReadLine();
            if (address is null)
            {
                var reason = Reason(program, place);
                call.Cancellation.ThrowIfCancellationRequested();
                throw new IOException(reason);
            }
            call.Result(new ExploreResult(place, address), ExploreJson.Default.ExploreResult, writer => writer.WriteLine($"{place}: {address}"));
            call.Note("Whoever has this address can use the page. Ctrl-C ends it.");
            if (call.Value(opens)) Open(address, call);
            program.WaitForExit();
        }
        finally
        {
            End(program);
        }
    }

    // What the program wrote before it ended.
    private static string Reason(Process program, string place)
    {
        var line = program.StandardError.ReadToEnd().Trim();
        program.WaitForExit();
        return line.Length > 0 ? line : $"{place}: the program of the page ended with code {program.ExitCode} before it served anything";
    }

    // The program ends with its input.
    private static void End(Process program)
    {
        try
        {
            program.StandardInput.Close();
            if (!program.WaitForExit(TimeSpan.FromSeconds(3))) program.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            // It has ended already.
        }
    }

    private static void Open(string address, Call call)
    {
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(address) { UseShellExecute = true });
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException)
        {
            call.Note($"no browser was found ({e.Message.TrimEnd('.')}); open the address yourself");
        }
    }
}

/// <summary>Where the second program is, and what it needs.</summary>
internal static class ExplorerStart
{
    private const string Name = "Ansatz.Explorer", Framework = "Microsoft.AspNetCore.App";

    /// <summary>How to start it.</summary>
    /// <param name="folder">The command's own folder. It holds the program for an installed .NET, or, where the command brings its own .NET, the program as one file.</param>
    /// <param name="runtime">The folder of the .NET that runs the command.</param>
    /// <param name="arguments">Those of the program.</param>
    /// <exception cref="InvalidDataException">The program is missing, or ASP.NET Core is.</exception>
    public static ProcessStartInfo Beside(string folder, string runtime, params IReadOnlyList<string> arguments)
    {
        var whole = Path.Combine(folder, OperatingSystem.IsWindows() ? "ansatz-explorer.exe" : "ansatz-explorer");
        if (File.Exists(whole)) return Redirected(new ProcessStartInfo(whole, arguments));
        var library = Path.Combine(folder, $"{Name}.dll");
        if (!File.Exists(library)) throw new InvalidDataException($"{library}: there is no such file; expected the program of the page, which is installed with ansatz; install ansatz again");
        // …/shared/Microsoft.NETCore.App/10.0.1/
        var version = new DirectoryInfo(Path.TrimEndingDirectorySeparator(runtime));
        var shared = version.Parent?.Parent;
        var major = $"{Environment.Version.Major}.";
        if (shared is null || !Directory.Exists(Path.Combine(shared.FullName, Framework)) || !Directory.EnumerateDirectories(Path.Combine(shared.FullName, Framework), $"{major}*").Any())
            throw new InvalidDataException($"explore: found no ASP.NET Core {major}x beside the .NET in {shared?.Parent?.FullName ?? runtime}; the page needs it; install the ASP.NET Core Runtime {major}x (Debian and Ubuntu: apt-get install aspnetcore-runtime-{major}0)");
        var host = Path.Combine(shared.Parent!.FullName, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return Redirected(new ProcessStartInfo(host, [library, .. arguments]));
    }

    private static ProcessStartInfo Redirected(ProcessStartInfo start)
    {
        (start.UseShellExecute, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (false, true, true, true);
        return start;
    }
}

/// <summary>What <c>explore</c> prints.</summary>
/// <param name="Address">The page's, with its token.</param>
internal sealed record ExploreResult(string Run, string Address);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ExploreResult))]
internal sealed partial class ExploreJson : JsonSerializerContext;
