using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// The log-density y of N points under a mixture of K normals with independent dimensions, and its gradients. The score s[n, k] is the log-density of point n under
/// component k, plus the log-weight of k. <see cref="NormalMixture"/> states the formulas.
/// </summary>
/// <remarks>
/// Lanes are points. The points are stored by column, [d][N], padded with zeros to whole vectors. A batch of several mixtures does not use this kernel, but a chain of
/// ops. The kernel rounds where these ops round, and <see cref="VerticalFold"/> adds over d and k in their order. So both give the same bits. Sums over points are
/// computed in blocks of 1,024 points: a lane adds every sixteenth point, the lanes are folded, and <see cref="BlockTree"/> adds the blocks. If all K densities
/// underflow, y is −∞ and its gradient is zero.
/// </remarks>
internal readonly unsafe struct MixtureScores
{
    private const float HalfLogTwoPi = 0.9189385332f;

    private readonly int points, stride, dimensions, components;
    private readonly float* columns, logWeights, means, scales, logScales;

    public MixtureScores(float* x, int points, int dimensions, float* logWeights, float* means, float* scales, int components)
    {
        (this.points, this.dimensions, this.components) = (points, dimensions, components);
        this.logWeights = logWeights;
        this.means = means;
        this.scales = scales;
        stride = (points + Lanes.Count - 1) & -Lanes.Count;
        columns = Scratch.Floats(ScratchUse.Image, (nint)stride * dimensions);
        Panels.Transpose(x, dimensions, points, dimensions, columns, stride);
        for (var i = 0; i < dimensions; i++) new Span<float>(columns + (nint)i * stride + points, stride - points).Clear();

        var length = components * dimensions;
        logScales = Scratch.Floats(ScratchUse.Weights, components + (nint)length);
        ElementwiseLoops.Map(default(Log), new ReadOnlySpan<float>(scales, length), new Span<float>(logScales + components, length));
        Reductions.Sum(new AxisSplit(components, dimensions, 1), new ReadOnlySpan<float>(logScales + components, length), new Span<float>(logScales, components));
    }

    private int BlockCount => Math.Max(1, (points + BitConstants.MixtureBlock - 1) / BitConstants.MixtureBlock);

    /// <summary>Parameters per component whose gradients are sums over points: its weight, means and scales.</summary>
    private int SumsPerComponent => 1 + 2 * dimensions;

    /// <summary>y[n] = log ∑ₖ e^{s[n, k]}.</summary>
    public void LogSum(float* y) => ForkJoin.For(BlockCount, new LogSums(this, y));

    /// <param name="y">The result of <see cref="LogSum"/>.</param>
    /// <param name="g">The gradient of y.</param>
    /// <param name="gx">[N, d], or null.</param>
    /// <param name="gw">[K].</param>
    /// <param name="gm">[K, d].</param>
    /// <param name="gs">[K, d].</param>
    public void Gradients(float* y, float* g, float* gx, float* gw, float* gm, float* gs)
    {
        var length = components * SumsPerComponent;
        var sums = Scratch.Floats(ScratchUse.Partials, (nint)BlockCount * length);
        var ofColumns = gx == null ? null : Scratch.Floats(ScratchUse.Product, (nint)stride * dimensions);
        ForkJoin.For(BlockCount, new GradientSums(this, y, g, ofColumns, sums));
        BlockTree.Combine(sums, sums + length, length, BlockCount, length);
        if (gx != null) Panels.Transpose(ofColumns, stride, dimensions, points, gx, dimensions);
        for (var k = 0; k < components; k++)
        {
            gw[k] = *sums++;
            for (var i = 0; i < dimensions; i++) gm[k * dimensions + i] = *sums++ / scales[k * dimensions + i];
            for (var i = 0; i < dimensions; i++) gs[k * dimensions + i] = *sums++ / scales[k * dimensions + i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<float> Standardized(int k, int i, int point) =>
        (Load(columns + (nint)i * stride + point) - Create(means[k * dimensions + i])) / Create(scales[k * dimensions + i]);

    private Vector512<float> Score(int k, int point, float* chains)
    {
        for (var i = 0; i < dimensions; i++)
        {
            var z = Standardized(k, i, point);
            VerticalFold.Add(chains, i, z * z);
        }
        var density = FusedMultiplyAdd(Create(-0.5f), dimensions == 0 ? Vector512<float>.Zero : VerticalFold.Sum(chains, dimensions), Create(-HalfLogTwoPi * dimensions));
        return density - Create(logScales[k]) + Create(logWeights[k]);
    }

    private readonly struct LogSums(MixtureScores mixture, float* y) : IParallelBody
    {
        public void Invoke(int index)
        {
            var chains = Scratch.Floats(ScratchUse.Rows, VerticalFold.Room + (nint)mixture.components * Lanes.Count);
            var scores = chains + VerticalFold.Room;
            var end = Math.Min(mixture.points, (index + 1) * BitConstants.MixtureBlock);
            for (var n = index * BitConstants.MixtureBlock; n < end; n += Lanes.Count)
            {
                var largest = Create(float.MinValue);
                for (var k = 0; k < mixture.components; k++)
                {
                    var score = mixture.Score(k, n, chains);
                    score.Store(scores + k * Lanes.Count);
                    largest = ConditionalSelect(GreaterThan(score, largest), score, largest);
                }
                for (var k = 0; k < mixture.components; k++) VerticalFold.Add(chains, k, VectorMath.Exp(Load(scores + k * Lanes.Count) - largest));
                Lanes.Store(largest + VectorMath.Log(VerticalFold.Sum(chains, mixture.components)), new(y + n, Math.Min(Lanes.Count, end - n)));
            }
        }
    }

    private readonly struct GradientSums(MixtureScores mixture, float* y, float* g, float* gx, float* sums) : IParallelBody
    {
        public void Invoke(int index)
        {
            var (dimensions, length) = (mixture.dimensions, mixture.components * mixture.SumsPerComponent);
            var squares = Scratch.Floats(ScratchUse.Rows, VerticalFold.Room + (nint)length * Lanes.Count);
            var chains = squares + VerticalFold.Room;
            new Span<float>(chains, length * Lanes.Count).Clear();
            var end = Math.Min(mixture.points, (index + 1) * BitConstants.MixtureBlock);
            for (var n = index * BitConstants.MixtureBlock; n < end; n += Lanes.Count)
            {
                var count = Math.Min(Lanes.Count, end - n);
                Vector512<float> value = Lanes.Load(new(y + n, count)), gradient = Lanes.Load(new(g + n, count));
                var isValid = GreaterThan(value, Create(float.NegativeInfinity)) & LessThan(Vector512<int>.Indices, Create(count)).AsSingle();
                if (gx != null)
                    for (var i = 0; i < dimensions; i++) Vector512<float>.Zero.Store(gx + (nint)i * mixture.stride + n);
                var chain = chains;
                for (var k = 0; k < mixture.components; k++)
                {
                    var r = isValid & (gradient * VectorMath.Exp(mixture.Score(k, n, squares) - value));
                    Add(ref chain, r);
                    for (var i = 0; i < dimensions; i++)
                    {
                        var share = r * (isValid & mixture.Standardized(k, i, n));
                        Add(ref chain, share);
                        if (gx == null) continue;
                        var to = gx + (nint)i * mixture.stride + n;
                        (Load(to) - share / Create(mixture.scales[k * dimensions + i])).Store(to);
                    }
                    for (var i = 0; i < dimensions; i++)
                    {
                        var z = isValid & mixture.Standardized(k, i, n);
                        Add(ref chain, r * FusedMultiplyAdd(z, z, Create(-1f)));
                    }
                }
            }
            for (var i = 0; i < length; i++) sums[(nint)index * length + i] = Lanes.Fold(Load(chains + i * Lanes.Count));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void Add(ref float* chain, Vector512<float> term)
        {
            (Load(chain) + term).Store(chain);
            chain += Lanes.Count;
        }
    }
}
