using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Outside;

/// <summary>A layer with a parameter and a statistic: y = γ·x/r, where r² is the mean square of the batch in training, and a moving one in evaluation.</summary>
internal sealed class RunningScale(int features, float momentum = 0.9f) : Layer
{
    private const float Epsilon = 1e-6f;

    [SavedAs("weight")]
    private readonly Parameter weight = new([features]);

    [SavedAs("meanSquare")]
    private readonly Parameter meanSquare = new([1], isTrainable: false);

    public override Tensor Forward(Tensor x, Pass pass = default)
    {
        if (!pass.IsTraining) return x / (pass[meanSquare] + Epsilon).Sqrt() * pass[weight];
        var square = x.Square().Mean().Reshape([1]);
        pass.Collect(meanSquare, square, momentum);
        return x / (square + Epsilon).Sqrt() * pass[weight];
    }

    protected override void InitializeOwn(Rng rng)
    {
        Initializers.Constant(weight, 1);
        Initializers.Constant(meanSquare, 1);
    }

    public override string Describe() => $"RunningScale({features})";
}
