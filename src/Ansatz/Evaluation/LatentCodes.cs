using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>Whole data sets through a trained autoencoder, in evaluation mode, batch by batch; nothing is sampled.</summary>
public static class LatentCodes
{
    /// <summary>E[z|x] of each example, [count, d] row by row.</summary>
    public static float[] EncodeMeans(this VariationalAutoencoder model, Dataset dataset)
    {
        if (dataset.Count == 0) throw new ArgumentException("LatentCodes: the data set is empty; give one example or more.");
        var pool = new BufferPool();
        float[] means = [];
        var done = 0;
        foreach (var batch in Batches.RecycledInOrder(dataset))
        {
            using var scope = Tape.Scope(pool);
            var mean = model.Encoder.Given(scope.Enter(batch.Values), new Pass(scope) { Labels = batch.Labels }).Mean;
            if (means.Length == 0) means = new float[dataset.Count * mean.Shape[^1]];
            mean.CopyTo(means.AsSpan(done));
            done += mean.Length;
        }
        return means;
    }

    /// <summary>E[x|z] of each latent point, as a data set of decoded examples.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="latent">[count, d] row by row.</param>
    /// <param name="dimension">d.</param>
    /// <param name="labels">[count] classes where the model is conditional, else null.</param>
    public static Dataset DecodeMeans(this VariationalAutoencoder model, ReadOnlySpan<float> latent, int dimension, int[]? labels = null)
    {
        var pool = new BufferPool();
        var count = dimension < 1 ? 0 : latent.Length / dimension;
        if (count == 0 || count * dimension != latent.Length) throw new ArgumentException($"LatentCodes: {latent.Length} values are not points of {dimension} dimensions.");
        if (labels is not null && labels.Length != count) throw new ArgumentException($"LatentCodes: {labels.Length} labels for {count} points; expected one each.");
        float[] images = [];
        Shape example = [];
        for (int start = 0, done = 0; start < count; start += Batches.EvaluationSize)
        {
            var rows = Math.Min(Batches.EvaluationSize, count - start);
            using var scope = Tape.Scope(pool);
            var z = scope.Enter(Tensor.From(latent.Slice(start * dimension, rows * dimension), [rows, dimension]));
            var mean = model.Decoder.Given(z, new Pass(scope) { Labels = labels?[start..(start + rows)] }).Mean;
            if (images.Length == 0)
            {
                example = mean.Shape[1..];
                images = new float[count * example.Size];
            }
            mean.CopyTo(images.AsSpan(done));
            done += mean.Length;
        }
        return Dataset.FromFloats(images, example);
    }

    /// <summary>Each example decoded from the mean of its code.</summary>
    public static Dataset Reconstruct(this VariationalAutoencoder model, Dataset dataset)
    {
        var means = model.EncodeMeans(dataset);
        return model.DecodeMeans(means, means.Length / dataset.Count, dataset.Labels());
    }
}
