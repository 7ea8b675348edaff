namespace Ansatz.Boltzmann;

/// <summary>How the model's part of a gradient is estimated.</summary>
public sealed record ContrastiveDivergenceOptions
{
    /// <summary>Gibbs steps for each gradient, 1 or more.</summary>
    public int StepCount { get; init; } = 1;

    /// <summary>The number of chains that continue from step to step (persistent contrastive divergence); null: each step begins at the batch's examples.</summary>
    public int? ChainCount { get; init; }

    /// <summary>Whether the means of the units are subtracted from them.</summary>
    public bool IsCentered { get; init; } = true;

    /// <summary>How far the offsets move towards a batch's means, in (0, 1].</summary>
    public float OffsetRate { get; init; } = 0.01f;
}
