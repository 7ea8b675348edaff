using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharpPeer;

/// <summary>The flows of ../flows.py, from data to noise.</summary>
internal abstract class Flow(string name) : nn.Module(name)
{
    protected const int Hidden = 64;
    protected const double Limit = 4; // of log-scales

    public abstract (Tensor Z, Tensor LogDet) Inverse(Tensor x);

    public Tensor LogProb(Tensor x)
    {
        var (z, logDet) = Inverse(x);
        return logDet - 0.5 * z.square().sum(1) - 0.5 * Math.Log(2 * Math.PI) * z.shape[1];
    }

    protected static nn.Module<Tensor, Tensor> Conditioner(int inputs, int outputs) =>
        nn.Sequential(nn.Linear(inputs, Hidden), nn.ReLU(), nn.Linear(Hidden, Hidden), nn.ReLU(), nn.Linear(Hidden, outputs));
}

internal sealed class RealNvp : Flow
{
    private readonly TorchSharp.Modules.ModuleList<nn.Module<Tensor, Tensor>> networks;
    private readonly int dimension, kept;

    public RealNvp(int dimension, int layers) : base(nameof(RealNvp))
    {
        (this.dimension, kept) = (dimension, dimension / 2);
        networks = new([.. Enumerable.Range(0, layers).Select(_ => Conditioner(kept, 2 * (dimension - kept)))]);
        RegisterComponents();
    }

    public override (Tensor Z, Tensor LogDet) Inverse(Tensor x)
    {
        var logDet = zeros(x.shape[0]);
        for (var i = 0; i < networks.Count; i++)
        {
            if (i > 0) x = x.roll(kept, 1);
            Tensor known = x.narrow(1, 0, kept), others = x.narrow(1, kept, dimension - kept);
            var both = networks[i].forward(known).chunk(2, 1);
            var logScale = Limit * tanh(both[1] / Limit);
            x = cat([known, (others - both[0]) * exp(-logScale)], 1);
            logDet -= logScale.sum(1);
        }
        return (x, logDet);
    }
}

internal sealed class MaskedAutoregressiveFlow : Flow
{
    private readonly TorchSharp.Modules.ModuleList<nn.Module<Tensor, Tensor>> networks;

    public MaskedAutoregressiveFlow(int dimension, int layers) : base(nameof(MaskedAutoregressiveFlow))
    {
        networks = new([.. Enumerable.Range(0, layers).Select(_ => Masked(dimension, 2))]);
        RegisterComponents();
    }

    public override (Tensor Z, Tensor LogDet) Inverse(Tensor x)
    {
        var logDet = zeros(x.shape[0]);
        for (var i = 0; i < networks.Count; i++)
        {
            if (i > 0) x = x.flip(1);
            var (shift, logScale) = Maps(networks[i], x);
            x = (x - shift) * exp(-logScale);
            logDet -= logScale.sum(1);
        }
        return (x, logDet);
    }

    /// <summary>One pass through the network for each element.</summary>
    public Tensor Sample(Tensor z)
    {
        for (var i = networks.Count - 1; i >= 0; i--)
        {
            if (i < networks.Count - 1) z = z.flip(1);
            var x = zeros_like(z);
            for (var element = 0; element < z.shape[1]; element++)
            {
                var (shift, logScale) = Maps(networks[i], x);
                x = z * exp(logScale) + shift;
            }
            z = x;
        }
        return z;
    }

    private static (Tensor Shift, Tensor LogScale) Maps(nn.Module<Tensor, Tensor> network, Tensor x)
    {
        var both = network.forward(x).view(x.shape[0], x.shape[1], 2);
        return (both.select(2, 0), Limit * tanh(both.select(2, 1) / Limit));
    }

    private static nn.Module<Tensor, Tensor> Masked(int dimension, int outputs)
    {
        int[] inputs = [.. Enumerable.Range(1, dimension)], hidden = [.. Enumerable.Range(0, Hidden).Select(u => 1 + u * (dimension - 1) / Hidden)];
        int[] last = [.. Enumerable.Range(0, dimension * outputs).Select(o => o / outputs + 1)];
        return nn.Sequential(new MaskedLinear(inputs, hidden, isStrict: false), nn.ReLU(), new MaskedLinear(hidden, hidden, isStrict: false), nn.ReLU(),
            new MaskedLinear(hidden, last, isStrict: true));
    }
}

/// <summary>A linear layer in which an input reaches an output if its degree is at most, or strictly below, that of the output.</summary>
internal sealed class MaskedLinear : nn.Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Parameter weight, bias;
    private readonly Tensor mask;

    public MaskedLinear(int[] from, int[] to, bool isStrict) : base(nameof(MaskedLinear))
    {
        var start = nn.Linear(from.Length, to.Length);
        (weight, bias) = (start.weight!, start.bias!);
        mask = tensor(to.SelectMany(t => from.Select(f => t > f || (!isStrict && t == f) ? 1f : 0f)).ToArray()).reshape(to.Length, from.Length);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => F.linear(x, weight * mask, bias);
}

internal sealed class NeuralSplineFlow : Flow
{
    private readonly TorchSharp.Modules.ModuleList<nn.Module<Tensor, Tensor>> networks;
    private readonly TorchSharp.Modules.ModuleList<InvertibleLinear> linear;
    private readonly int dimension, kept, bins;
    private readonly double bound;

    public NeuralSplineFlow(int dimension, int layers, int bins, double bound) : base(nameof(NeuralSplineFlow))
    {
        (this.dimension, kept, this.bins, this.bound) = (dimension, dimension / 2, bins, bound);
        networks = new([.. Enumerable.Range(0, layers).Select(_ => Conditioner(kept, (dimension - kept) * (3 * bins - 1)))]);
        linear = new([.. Enumerable.Range(0, layers - 1).Select(_ => new InvertibleLinear(dimension))]);
        RegisterComponents();
    }

    public override (Tensor Z, Tensor LogDet) Inverse(Tensor x)
    {
        var logDet = zeros(x.shape[0]);
        for (var i = 0; i < networks.Count; i++)
        {
            if (i > 0)
            {
                (x, var change) = linear[i - 1].Map(x);
                logDet += change;
            }
            Tensor known = x.narrow(1, 0, kept), others = x.narrow(1, kept, dimension - kept);
            var features = networks[i].forward(known).view(x.shape[0], dimension - kept, 3 * bins - 1);
            var (mapped, logSlopes) = Spline.Map(others, features, bins, bound);
            x = cat([known, mapped], 1);
            logDet += logSlopes.sum(1);
        }
        return (x, logDet);
    }
}

/// <summary>A linear map by its LU decomposition; the diagonal of U is positive.</summary>
internal sealed class InvertibleLinear : nn.Module
{
    private readonly TorchSharp.Modules.Parameter weight;
    private readonly Tensor identity;

    public InvertibleLinear(int length) : base(nameof(InvertibleLinear))
    {
        (weight, identity) = (new TorchSharp.Modules.Parameter(zeros(length, length)), eye(length));
        RegisterComponents();
    }

    public (Tensor Y, Tensor LogDet) Map(Tensor x)
    {
        var diagonal = weight.diagonal();
        Tensor lower = weight.tril(-1) + identity, upper = weight.triu(1) + diag(diagonal.exp());
        return (F.linear(x, matmul(lower, upper)).flip(1), diagonal.sum());
    }
}
