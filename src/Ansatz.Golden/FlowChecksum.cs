using System.Text;
using Ansatz.Data;
using Ansatz.Flows;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over flows: the parameters after some steps of training, scores of points near and far, and samples.</summary>
internal static class FlowChecksum
{
    private const int Count = 400, Batch = 100;

    /// <summary>Couplings by splines with linear maps between them.</summary>
    public static void Spline(Digest digest) => Train(digest, new NeuralSplineFlow(3, layers: 3, hidden: [20, 20], bins: 5, bound: 4));

    /// <summary>Masked networks, batch normalization, and samples element by element.</summary>
    public static void Autoregressive(Digest digest) => Train(digest, new MaskedAutoregressiveFlow(3, layers: 3, hidden: [20, 20], batchNormalization: true));

    private static void Train(Digest digest, Flow flow)
    {
        var values = new float[3 * Count];
        new Rng(1).Normal(values);
        // The third number depends on the first two, so that there is something to learn.
        for (var i = 0; i < values.Length; i += 3) values[i + 2] = 0.5f * values[i + 2] + values[i] * values[i + 1];
        var data = Dataset.FromFloats(values, [3]);
        flow.Initialize(new Rng(2));
        flow.Standardize(data);
        var options = new TrainerOptions { EpochCount = 4, BatchSize = Batch, Optimizer = new Adam(), LearningRate = 5e-3, ClipNorm = 5 };
        new Trainer(options, new Rng(3)).Train(flow, data);
        digest.Add(Encoding.ASCII.GetBytes(ParametersHash.Of(flow.Parameters())));
        var far = new float[values.Length];
        for (var i = 0; i < far.Length; i++) far[i] = values[i] * (1 + i % 50 * (i % 50));
        digest.Add(flow.Score(Tensors.Tensor.From(far, [Count, 3])));
        digest.Add(flow.Sample(new Rng(4), 70).ToArray());
    }
}
