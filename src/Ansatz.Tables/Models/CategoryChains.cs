using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Gibbs chains of a Boltzmann machine whose visible units are categories: h ~ P(h | v), and v ~ P(v | h), in which the categories of a column exclude each other.
/// </summary>
/// <remarks>With β, they are the chains of the machine with weights βW, hidden biases βb and visible biases βa + (1 − β)a₀.</remarks>
/// <param name="machine">The machine; its present parameters are used.</param>
/// <param name="units">Its visible units.</param>
internal sealed class CategoryChains(RestrictedBoltzmannMachine machine, CategoryUnits units)
{
    private readonly Tensor transposed = machine.Weight.Value.Transpose();

    /// <summary>h ~ P(h | v), bits [n, hidden].</summary>
    /// <param name="visible">[n, units].</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="beta">β.</param>
    public Tensor Hidden(Tensor visible, Rng rng, float beta = 1)
    {
        var probabilities = (visible.Linear(machine.Weight.Value, machine.HiddenBias.Value) * beta).Sigmoid().ToArray();
        rng.Bernoulli(probabilities, probabilities);
        return Tensor.From(probabilities, [visible.Shape[0], machine.HiddenCount]);
    }

    /// <summary>v ~ P(v | h), [n, units].</summary>
    /// <param name="hidden">[n, hidden].</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="beta">β.</param>
    /// <param name="bias">The visible biases at β; null for a.</param>
    public Tensor Visible(Tensor hidden, Rng rng, float beta = 1, Tensor? bias = null)
    {
        var count = hidden.Shape[0];
        var logits = (hidden * beta).Linear(transposed, bias ?? machine.VisibleBias.Value);
        float[] uniforms = new float[count * units.ColumnCount], visible = new float[count * units.Count];
        rng.Uniform(uniforms);
        units.Draw(logits.Span, uniforms, visible);
        return Tensor.From(visible, [count, units.Count]);
    }

    /// <summary>Rows of independent columns, [count, units].</summary>
    /// <param name="logits">[units].</param>
    /// <param name="count">1 or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    public Tensor Independent(Tensor logits, int count, Rng rng) => Visible(Tensor.Zeros([count, machine.HiddenCount]), rng, 0, logits);

    /// <summary>Codes at the ends of chains, [count, columns].</summary>
    /// <param name="start">Where the chains begin, [count, columns].</param>
    /// <param name="given">NaN where a code is drawn, else the code, [count, columns].</param>
    /// <param name="stepCount">Pairs of draws.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public float[] Run(float[] start, float[] given, int stepCount, Rng rng, CancellationToken cancellation)
    {
        var codes = start;
        for (var step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var stream = rng.Fork(step);
            for (var i = 0; i < codes.Length; i++)
                if (!float.IsNaN(given[i])) codes[i] = given[i];
            var visible = Tensor.From(units.Encode(codes), [codes.Length / units.ColumnCount, units.Count]);
            codes = units.Decode(Visible(Hidden(visible, stream.Fork("hidden")), stream.Fork("visible")).Span);
        }
        for (var i = 0; i < codes.Length; i++)
            if (!float.IsNaN(given[i])) codes[i] = given[i];
        return codes;
    }
}
