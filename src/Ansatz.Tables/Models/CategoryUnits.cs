using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Categories as the visible units of a Boltzmann machine. A column of two categories is one bit, on for the second. A column of another number of categories has one bit for each, exactly one of which is on.
/// </summary>
internal sealed class CategoryUnits
{
    private readonly int[] counts, starts;

    /// <param name="counts">The categories of each column.</param>
    public CategoryUnits(int[] counts)
    {
        this.counts = counts;
        starts = new int[counts.Length];
        for (var j = 0; j < counts.Length; j++)
        {
            starts[j] = Count;
            Count += IsBit(j) ? 1 : counts[j];
        }
    }

    /// <summary>Units of a row.</summary>
    public int Count { get; }

    /// <summary>Columns of a row.</summary>
    public int ColumnCount => counts.Length;

    /// <summary>Codes as units, [n, units].</summary>
    /// <param name="codes">[n, columns].</param>
    public float[] Encode(ReadOnlySpan<float> codes)
    {
        var rows = codes.Length / counts.Length;
        var units = new float[rows * Count];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < counts.Length; j++)
            {
                var code = (int)codes[i * counts.Length + j];
                if (IsBit(j)) units[i * Count + starts[j]] = code;
                else units[i * Count + starts[j] + code] = 1;
            }
        return units;
    }

    /// <summary>The same for tensors, [n, units].</summary>
    /// <param name="codes">[n, columns].</param>
    public Tensor Encode(Tensor codes) =>
        Tensor.Concat(-1, [.. counts.Select((k, j) => codes.Slice(-1, j, 1) is var own && IsBit(j) ? own : own.EqualTo(Tensor.From([.. Enumerable.Range(0, k).Select(c => (float)c)])))]);

    /// <summary>Units as codes, [n, columns].</summary>
    /// <param name="units">[n, units].</param>
    public float[] Decode(ReadOnlySpan<float> units)
    {
        var rows = units.Length / Count;
        var codes = new float[rows * counts.Length];
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < counts.Length; j++)
            {
                var own = units.Slice(i * Count + starts[j], IsBit(j) ? 1 : counts[j]);
                codes[i * counts.Length + j] = IsBit(j) ? own[0] : own.IndexOf(1f);
            }
        return codes;
    }

    /// <summary>The logits of independent columns with the frequencies of rows, each count plus 1.</summary>
    /// <param name="codes">[n, columns].</param>
    public float[] Logits(ReadOnlySpan<float> codes)
    {
        var logits = new float[Count];
        for (var j = 0; j < counts.Length; j++)
        {
            var found = new double[counts[j]];
            Array.Fill(found, 1);
            for (var at = j; at < codes.Length; at += counts.Length) found[(int)codes[at]]++;
            if (IsBit(j)) logits[starts[j]] = (float)DoubleMath.Log(found[1] / found[0]);
            else
                for (var k = 0; k < counts[j]; k++) logits[starts[j] + k] = (float)DoubleMath.Log(found[k] * counts[j] / (codes.Length / counts.Length + counts[j]));
        }
        return logits;
    }

    /// <summary>Draws each column from its probabilities, in place of the units before.</summary>
    /// <param name="logits">[n, units].</param>
    /// <param name="uniforms">[n, columns], in (0, 1).</param>
    /// <param name="units">[n, units], overwritten.</param>
    public void Draw(ReadOnlySpan<float> logits, ReadOnlySpan<float> uniforms, Span<float> units)
    {
        units.Clear();
        for (var i = 0; i < units.Length / Count; i++)
            for (var j = 0; j < counts.Length; j++)
            {
                var at = i * Count + starts[j];
                var uniform = uniforms[i * counts.Length + j];
                if (IsBit(j)) units[at] = uniform * (1 + DoubleMath.Exp(-(double)logits[at])) < 1 ? 1 : 0;
                else units[at + Drawn(logits.Slice(at, counts[j]), uniform)] = 1;
            }
    }

    /// <summary>∑ⱼ log ∑ₖ e^{xⱼₖ} over the columns j and their categories k: the logarithm of the sum of eˣᵛ over all rows v.</summary>
    /// <param name="x">[units].</param>
    public double LogSum(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        for (var j = 0; j < counts.Length; j++)
            sum += IsBit(j) ? Softplus(x[starts[j]]) : DoubleMath.LogSumExp(x.Slice(starts[j], counts[j]));
        return sum;
    }

    private bool IsBit(int column) => counts[column] == 2;

    private static double Softplus(double x) => Math.Max(x, 0) + DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(x)));

    // The first category whose cumulated probability exceeds the uniform number.
    private static int Drawn(ReadOnlySpan<float> logits, double uniform)
    {
        double largest = float.NegativeInfinity, total = 0;
        foreach (var l in logits) largest = Math.Max(largest, l);
        foreach (var l in logits) total += DoubleMath.Exp(l - largest);
        var left = uniform * total;
        for (var k = 0; k < logits.Length - 1; k++)
            if ((left -= DoubleMath.Exp(logits[k] - largest)) < 0) return k;
        return logits.Length - 1;
    }
}
