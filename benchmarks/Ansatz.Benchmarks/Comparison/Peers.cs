using System.ComponentModel;
using System.Globalization;
using Ansatz.Benchmarks.Machine;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>
/// The peers' processes: of each program, one whose threads spin while they wait, and one whose threads sleep. A program that does not start, or whose matrix product
/// is far too slow, is left out and named.
/// </summary>
internal sealed class Peers : IDisposable
{
    // A reference BLAS reaches 0.02 of the peak.
    private const double LeastShareOfPeak = 0.3;

    private readonly Dictionary<PeerProgram, (Peer Active, Peer Passive)> programs = [];
    private readonly List<string> versions = [];

    public Peers(Options options, Peaks peaks)
    {
        foreach (var program in Enum.GetValues<PeerProgram>()) Start(program, options, peaks);
    }

    /// <summary>The peers' names and versions.</summary>
    public string Versions => versions.Count == 0 ? "no peer" : string.Join("; ", versions);

    /// <summary>The libraries that have a step and run here.</summary>
    public Library[] Of(string step) => [.. Library.Of(step).Where(l => programs.ContainsKey(l.Program))];

    public Peer Of(PeerSetting setting)
    {
        var (active, passive) = programs[setting.Library.Program];
        return setting.IsPassive ? passive : active;
    }

    /// <summary>Checks that our network and the peers' have the same number of weights.</summary>
    /// <exception cref="InvalidOperationException">The numbers differ.</exception>
    public void CheckSameNetwork(string name, Step step)
    {
        if (step is not TrainingStep { NetworkSize: { } ours }) return;
        foreach (var library in Of(name))
        {
            var theirs = long.Parse(programs[library.Program].Active.Ask($"parameters {name}"), CultureInfo.InvariantCulture);
            if (ours != theirs) throw new InvalidOperationException($"{name}: our network has {ours} parameters and that of {library.Name} {theirs}; bring benchmarks/peers up to date");
        }
    }

    public void Dispose()
    {
        foreach (var (active, passive) in programs.Values)
        {
            active.Dispose();
            passive.Dispose();
        }
    }

    private void Start(PeerProgram program, Options options, Peaks peaks)
    {
        if (Peer.Missing(program, options) is { } missing)
        {
            LeaveOut(program, missing);
            return;
        }
        var started = new List<Peer>();
        try
        {
            foreach (var isPassive in new[] { false, true }) started.Add(new Peer(program, options, isPassive));
            var version = started[0].Ask("versions");
            started[1].Ask("versions"); // both are up before anything is measured
            var rate = Product(program, started[0]);
            var share = rate / peaks.Gigaflops(1);
            if (share < LeastShareOfPeak)
                throw new InvalidOperationException($"its matrix product reaches {rate:F0} GFLOP/s, {share:F2} of the peak; expected {LeastShareOfPeak} or more ({version})");
            programs[program] = (started[0], started[1]);
            versions.Add(version);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or IOException)
        {
            foreach (var peer in started) peer.Dispose();
            LeaveOut(program, e.Message);
        }
    }

    private static void LeaveOut(PeerProgram program, string reason) => Console.Error.WriteLine($"without the peer {program}: {reason}; see benchmarks/peers/README.md");

    /// <summary>GFLOP/s of the peer's matrix product on one thread.</summary>
    private static double Product(PeerProgram program, Peer peer)
    {
        var library = program == PeerProgram.Python ? Library.Torch : Library.LibTorch;
        var (seconds, work) = peer.Measure("gemm", new PeerSetting(library, 1, IsPassive: false, HasChannelsLast: false), 0.3);
        return work / seconds;
    }
}
