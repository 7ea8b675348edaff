using System.Globalization;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>The peers' processes: one whose threads spin while they wait, one whose threads sleep.</summary>
internal sealed class Peers : IDisposable
{
    private static readonly Library torch = new("PyTorch", HasThreads: true, HasImages: false);
    private static readonly Library scikitLearn = new("scikit-learn", HasThreads: true, HasImages: false);
    private static readonly Library matplotlib = new("matplotlib", HasThreads: false, HasImages: false);

    private readonly Peer active, passive;

    public Peers(string python, string script)
    {
        active = new Peer(python, script, isPassive: false);
        passive = new Peer(python, script, isPassive: true);
        Versions = active.Ask("versions");
        passive.Ask("versions"); // both are up before anything is measured
    }

    /// <summary>The peers' names and versions.</summary>
    public string Versions { get; }

    public static Library LibraryOf(string step) => step switch
    {
        "rbm-pcd1" or "mixture-em" => scikitLearn,
        "contours" => matplotlib,
        "gemm" or "mnist-dense" or "rbm" or "two-gaussians" => torch,
        _ => torch with { HasImages = true },
    };

    /// <summary>Checks that our network and the peer's have the same number of weights.</summary>
    /// <exception cref="InvalidOperationException">The numbers differ.</exception>
    public void CheckSameNetwork(string name, Step step)
    {
        if (step is not TrainingStep { Network: { } network } || LibraryOf(name).Name != torch.Name) return;
        long ours = network.Parameters().Where(p => p.IsTrainable).Sum(p => (long)p.Shape.Size), theirs = long.Parse(active.Ask($"parameters {name}"), CultureInfo.InvariantCulture);
        if (ours != theirs) throw new InvalidOperationException($"{name}: our network has {ours} parameters and the peer's {theirs}; bring benchmarks/peers/networks.py up to date");
    }

    public Peer Of(PeerSetting setting) => setting.IsPassive ? passive : active;

    public void Dispose()
    {
        active.Dispose();
        passive.Dispose();
    }
}

/// <summary>A peer, and which settings it has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HasThreads">Whether it computes on several.</param>
/// <param name="HasImages">Whether the step has images, whose memory format is a choice.</param>
internal sealed record Library(string Name, bool HasThreads, bool HasImages);
