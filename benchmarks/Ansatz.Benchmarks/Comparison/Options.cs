using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>The command line of a comparison with the peers.</summary>
internal sealed class Options
{
    private readonly HashSet<string> only = new(StringComparer.Ordinal);
    private readonly string peers = Path.Combine("benchmarks", "peers");

    /// <param name="arguments">--quick, --json FILE, --only STEP,STEP, --peers FOLDER, --python FILE.</param>
    /// <exception cref="ArgumentException">An argument is unknown, or lacks its value.</exception>
    public Options(ReadOnlySpan<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
            switch (arguments[i])
            {
                case "--quick":
                    Pace = Pace.Quick;
                    break;
                case "--json":
                    JsonFile = Value(arguments, ref i);
                    break;
                case "--only":
                    foreach (var name in Value(arguments, ref i).Split(',')) only.Add(Known(name));
                    break;
                case "--peers":
                    peers = Value(arguments, ref i);
                    break;
                case "--python":
                    Python = Value(arguments, ref i);
                    break;
                default:
                    throw new ArgumentException($"found '{arguments[i]}', expected --quick, --json FILE, --only STEP,…, --peers FOLDER or --python FILE");
            }
    }

    public Pace Pace { get; } = Pace.Full;

    public string? JsonFile { get; }

    public string Python { get; } = "/usr/bin/python3";

    public string PeerScript => Path.Combine(peers, "serve.py");

    /// <summary>The program of the newest PyTorch, as peers/torchsharp/prepare.sh builds it.</summary>
    public string TorchSharp => Path.Combine(peers, "torchsharp", "bin", "Release", "net10.0", "TorchSharpPeer.dll");

    public bool Includes(string step) => only.Count == 0 || only.Contains(step);

    private static string Value(ReadOnlySpan<string> arguments, ref int i) =>
        ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{arguments[i - 1]} needs a value");

    private static string Known(string name) => StepTable.Names.Concat(WholeRuns.Names).Contains(name, StringComparer.Ordinal)
        ? name
        : throw new ArgumentException($"found the step '{name}', expected some of {string.Join(", ", StepTable.Names.Concat(WholeRuns.Names))}");
}
