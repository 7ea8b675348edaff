using Ansatz.Networks;

namespace Ansatz.Explorer.Panels;

/// <summary>The autoencoder of a run, for all panels that look at it. One model and one pool serve all requests.</summary>
/// <param name="run">A finished run.</param>
internal sealed class LatentModel(SavedRun run)
{
    private const int MostPoints = 256;
    private const float Farthest = 1e6f;

    private readonly BufferPool pool = new();

    public SavedRun Run => run;

    /// <summary>How many numbers a latent point has.</summary>
    public int Dimension { get; } = run.Model.LatentShape.Size;

    public int Height => run.Example[0];
    public int Width => run.Example[1];
    public int Channels => run.Example.Rank == 3 ? run.Example[2] : 1;

    /// <summary>What the classes of a conditional model are called; none for another model.</summary>
    public IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, run.ClassCount).Select(c => run.Model.ClassNames is { } names && c < names.Count ? names[c] : $"{c}")];

    /// <summary>E[x|z] of each point, in full size.</summary>
    /// <param name="z">[n, latent], finite.</param>
    /// <param name="label">The class of all, where the model is conditional.</param>
    /// <exception cref="InvalidDataException">The points have another length, or a number is not finite.</exception>
    public Image[] Decode(float[] z, int label)
    {
        var count = z.Length / Dimension;
        if (count is < 1 or > MostPoints || z.Length % Dimension != 0) throw new InvalidDataException($"z: found {z.Length} numbers; expected 1 to {MostPoints} points of {Dimension}");
        foreach (var value in z)
            if (!(Math.Abs(value) <= Farthest)) throw new InvalidDataException($"z: found a number beyond ±{Farthest:0}; expected points near 0");
        return Dataset.FromTensor(run.Model.Decode(Tensor.From(z, [count, Dimension]), Labels(label, count), pool)).ToImages();
    }

    /// <summary>E[z|x] of images.</summary>
    /// <param name="images">With labels, where the model is conditional.</param>
    public float[] Encode(Dataset images) => run.Model.Encode(images, pool).ToArray();

    /// <summary>Draws from the prior, [count, latent].</summary>
    public float[] Draws(Rng rng, int count, int label)
    {
        var prior = run.Model.Prior.Given(Context.Of(Labels(label, count)));
        return prior.Sample(rng, prior.BatchShape.Rank == 0 ? [count] : []).ToArray();
    }

    /// <summary>The label of each of some images; null if the model is not conditional.</summary>
    /// <exception cref="InvalidDataException">The model does not know the class.</exception>
    public int[]? Labels(int label, int count)
    {
        if (ClassNames.Count == 0) return null;
        return label >= 0 && label < ClassNames.Count ? [.. Enumerable.Repeat(label, count)] : throw new InvalidDataException($"class: found {label}; expected 0 to {ClassNames.Count - 1}");
    }
}
