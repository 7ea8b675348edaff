namespace Ansatz.Boltzmann;

/// <summary>How the model's part of a gradient is found.</summary>
public sealed record ContrastiveDivergenceOptions
{
    /// <summary>Gibbs steps for each gradient, 1 or more.</summary>
    public int StepCount { get; init; } = 1;

    /// <summary>Chains that go on from step to step (persistent contrastive divergence); null begins at the batch's examples every time.</summary>
    public int? ChainCount { get; init; }

    /// <summary>Whether gradients are those of units from which their means are subtracted.</summary>
    public bool IsCentered { get; init; } = true;

    /// <summary>How far the offsets move towards a batch's means, in (0, 1].</summary>
    public float OffsetRate { get; init; } = 0.01f;
}
