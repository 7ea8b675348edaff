using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β for x [N, …, channels], with mean and biased variance of each example's groups of neighbouring channels over all
/// positions; training and evaluation are the same.
/// </summary>
/// <remarks>Wu and He, Group normalization (2018).</remarks>
/// <param name="groups">A divisor of the channels; as many groups as channels is instance normalization.</param>
/// <param name="channels">The length of the last dimension.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class GroupNormalization(int groups, int channels, float epsilon = 1e-5f) : Layer
{
    private readonly int size = groups > 0 && channels % groups == 0
        ? channels / groups
        : throw new ArgumentException($"GroupNormalization: {channels} channels do not fall into {groups} groups of equal size.", nameof(groups));

    /// <summary>γ, [channels].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([channels]);

    /// <summary>β, [channels].</summary>
    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([channels]);

    public override Tensor Forward(Tensor x, Pass pass = default)
    {
        if (x.Rank < 2 || x.Shape[^1] != channels)
            throw new ArgumentException($"GroupNormalization: found shape {x.Shape}, expected [N, …, {channels}].", nameof(x));
        var grouped = x.Reshape([x.Shape[0], x.Shape[1..^1].Size, groups, size]);
        return Standardization.Over(grouped, epsilon, 3, 1).Reshape(x.Shape) * pass[Weight] + pass[Bias];
    }

    protected override void InitializeOwn(Rng rng) => Initializers.Constant(Weight, 1);

    public override string Describe() => $"{nameof(GroupNormalization)}({channels} in {groups} groups)";
}
