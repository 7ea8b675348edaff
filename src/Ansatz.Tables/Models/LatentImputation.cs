using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Draws of the missing cells of rows by sampling importance resampling. It draws codes zᵢ from a proposal r(z), takes one of them with a probability in proportion to
/// p(observed | zᵢ) p(zᵢ)/r(zᵢ), and draws the missing cells from p(missing | z). With many codes these are draws from p(missing | observed).
/// </summary>
/// <remarks>
/// Mattei and Frellsen, MIWAE: deep generative modelling and imputation of incomplete data sets (2019), section 3. The proposal is q(z | observed) for most codes and the prior for the others,
/// r = (1 − α) q + α p, which bounds all weights: Hesterberg, Weighted average importance sampling and defensive mixture distributions (1995).
/// </remarks>
/// <param name="model">p and q.</param>
internal sealed class LatentImputation(TableAutoencoder model)
{
    private const int CodesPerStep = 5, PointsAtOnce = 16_384;
    private const double PriorShare = 0.2;

    private readonly RowLayout layout = model.Layout;

    /// <returns>[rows, draws, width], and the mean over rows of the effective share of the codes, (∑ w)²/(N ∑ w²).</returns>
    /// <param name="cells">[rows, width]; NaN where a cell is missing.</param>
    /// <param name="drawCount">1 or more.</param>
    /// <param name="stepCount">Each row has five times as many codes.</param>
    /// <param name="rng">The stream.</param>
    /// <param name="cancellation">Ends between two rows.</param>
    public (float[] Draws, double EffectiveShare) Draw(float[] cells, int drawCount, int stepCount, Rng rng, CancellationToken cancellation)
    {
        int width = layout.Width, codes = CodesPerStep * stepCount, others = Math.Max(1, (int)(PriorShare * codes));
        var draws = new float[cells.Length * drawCount];
        for (var i = 0; i < cells.Length / width * drawCount; i++) cells.AsSpan(i / drawCount * width, width).CopyTo(draws.AsSpan(i * width));
        var pool = new BufferPool();
        var incomplete = Imputation.Incomplete(cells, width);
        var share = 0.0;
        foreach (var rows in incomplete.Chunk(Math.Max(1, PointsAtOnce / codes)))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var pass = new Pass(scope);
            var stream = rng.Fork(rows[0]);
            float[] some = [.. rows.SelectMany(row => cells[(row * width)..((row + 1) * width)])];
            var (z, logWeights) = Weighted(ObservedRows.Of(Tensor.From(some, [rows.Length, width]), layout), codes, others, stream, pass);
            var chosen = new float[rows.Length * drawCount * model.Latent];
            for (var i = 0; i < rows.Length; i++)
            {
                double[] logs = [.. Enumerable.Range(0, codes).Select(k => (double)logWeights[k * rows.Length + i])];
                double total = DoubleMath.LogSumExp(logs), square = DoubleMath.LogSumExp([.. logs.Select(l => 2 * l)]);
                share += DoubleMath.Exp(2 * total - square) / codes;
                var uniforms = new float[drawCount];
                stream.Fork("choice").Fork(i).Uniform(uniforms);
                for (var draw = 0; draw < drawCount; draw++)
                    z.AsSpan((WeightedChoice.Of(logs, total, uniforms[draw]) * rows.Length + i) * model.Latent, model.Latent).CopyTo(chosen.AsSpan((i * drawCount + draw) * model.Latent));
            }
            for (var i = 0; i < rows.Length; i++)
            {
                var filled = draws.AsSpan(rows[i] * drawCount * width, drawCount * width);
                var own = Tensor.From(chosen.AsSpan(i * drawCount * model.Latent, drawCount * model.Latent), [drawCount, model.Latent]);
                model.Cells(own, layout.Given(Tensor.From(filled, [drawCount, width])), pass).Fill(stream.Fork("cells").Fork(i), filled);
            }
        }
        return (draws, incomplete.Length == 0 ? 1 : share / incomplete.Length);
    }

    // Codes [codes, rows, latent] and the logarithms of their weights [codes, rows]; the last ones come from the prior.
    private (float[] Codes, float[] LogWeights) Weighted(ObservedRows observed, int codes, int others, Rng rng, Pass pass)
    {
        var rows = observed.Cells.Shape[0];
        var (q, prior) = (model.Posterior(observed, pass), model.Prior(pass));
        var z = Tensor.Concat(0, [q.Sample(rng.Fork("posterior"), [codes - others]), prior.Sample(rng.Fork("prior"), [others, rows])]);
        Tensor logQ = q.LogProb(z), logP = prior.LogProb(z), cells = Repeated(observed.Cells);
        var logCells = model.Cells(z.Reshape([codes * rows, model.Latent]), layout.Given(cells), pass).LogProb(cells, observed.Known is { } known ? Repeated(known) : null).Reshape([codes, rows]);
        var logProposal = Tensor.Stack(-1, [logQ + (float)DoubleMath.Log(1 - others / (double)codes), logP + (float)DoubleMath.Log(others / (double)codes)]).LogSumExp();
        return (z.ToArray(), (logCells + logP - logProposal).ToArray());

        Tensor Repeated(Tensor x) => x.BroadcastTo([codes, rows, x.Shape[1]]).Reshape([codes * rows, x.Shape[1]]);
    }
}
