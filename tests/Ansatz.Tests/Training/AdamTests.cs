using System.Runtime.Intrinsics;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class AdamTests
{
    private const double Rate = 1e-2;

    /// <summary>A vector's worth and less, a ragged end, and several pieces of the parallel loop.</summary>
    public static TheoryData<int, bool, double> Cases => new MatrixTheoryData<int, bool, double>([1, 16, 37, 70_001], [false, true], [0, 0.1]);

    [Theory, MemberData(nameof(Cases))]
    public void ItFollowsTheFormulaInDouble(int length, bool isKeras, double weightDecay)
    {
        var gradients = Steps.Gradients(6, length);
        var start = Steps.Gradients(1, length)[0];
        double epsilon = 1e-3, beta1 = 0.9, beta2 = 0.99; // an ε that can be seen
        double[] w = [.. start.Select(x => (double)x)], m = new double[length], v = new double[length];
        for (var t = 1; t <= gradients.Length; t++)
            for (var i = 0; i < length; i++)
            {
                double g = gradients[t - 1][i];
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                double correction1 = 1 - Math.Pow(beta1, t), correction2 = 1 - Math.Pow(beta2, t);
                w[i] -= Rate * weightDecay * w[i];
                w[i] -= isKeras
                    ? Rate * Math.Sqrt(correction2) / correction1 * m[i] / (Math.Sqrt(v[i]) + epsilon)
                    : Rate * (m[i] / correction1) / (Math.Sqrt(v[i] / correction2) + epsilon);
            }
        Steps.AssertNear(w, Steps.Take(new Adam(beta1, beta2, epsilon, isKeras, weightDecay), start, gradients, Rate), 5e-7);
    }

    // torch 1.13: torch.optim.Adam(p, lr=0.01) and torch.optim.AdamW(p, lr=0.01, weight_decay=0.1), four steps.
    [Theory]
    [InlineData(0, 0.980784595f, -1.99433005f, 0.476046056f)]
    [InlineData(0.1, 0.976839244f, -1.98637295f, 0.474091083f)]
    public void ItIsTheAdamOfPyTorch(double weightDecay, params float[] expected) =>
        Steps.AssertNear([.. expected.Select(x => (double)x)], Steps.Take(new Adam(weightDecay: weightDecay), SgdTests.Start, SgdTests.Gradients, 0.01), 1e-7);

    [Fact]
    public void TheFirstStepIsTheRateWhateverTheGradient()
    {
        var moved = Steps.Take(new Adam(epsilon: 1e-12), [0, 0, 0, 0], [[1e-3f, -1, 1e4f, 0]], Rate);
        Steps.AssertNear([-Rate, Rate, -Rate, 0], moved, 1e-8);
    }

    [Fact]
    public void ARuleServesSeveralTrainings()
    {
        var rule = Adam.Keras();
        var gradients = Steps.Gradients(5, 20);
        var first = Steps.Take(rule, gradients[0], gradients, Rate);
        Assert.Equal(first, Steps.Take(rule, gradients[0], gradients, Rate));
    }

    [Fact]
    public void AMeanTooSmallToMoveItsWeightIsForgotten()
    {
        const float Fraction = 0.1f, SquareFraction = 1e-3f, Epsilon = 1e-10f;
        var update = new AdamUpdate(Fraction, SquareFraction, (float)Rate, Epsilon, keep: 1, gradientScale: 1);
        Vector512<float> weight = Vector512.Create(1e-3f), mean = default, square = default;
        float w = 1e-3f, m = 0, v = 0;
        for (var t = 0; t < 1000; t++)
        {
            var g = t == 0 ? 1f : 0;
            update.Next(Vector512.Create(g), ref weight, ref mean, ref square);
            m = MathF.FusedMultiplyAdd(Fraction, g - m, m);
            v = MathF.FusedMultiplyAdd(SquareFraction, g * g - v, v);
            w = MathF.FusedMultiplyAdd(-(float)Rate, m / (MathF.Sqrt(v) + Epsilon), w);
            if (t == 800) Assert.Equal(Vector512.Create(m), mean);
        }
        Assert.True(float.IsSubnormal(m), $"the plain mean is {m:R}");
        Assert.Equal(default, mean);
        Assert.Equal(Vector512.Create(w), weight);
    }

    [Fact]
    public void GradientsAreScaledFirst()
    {
        var gradients = Steps.Gradients(4, 20);
        var halved = gradients.Select(g => g.Select(x => x / 2).ToArray());
        Assert.Equal(Steps.Take(new Adam(), gradients[0], halved, Rate), Steps.Take(new Adam(), gradients[0], gradients, Rate, gradientScale: 0.5f));
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Contains("beta1 is 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1)).Message, StringComparison.Ordinal);
        Assert.Contains("beta2 is NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: double.NaN)).Message, StringComparison.Ordinal);
        Assert.Contains("epsilon is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0)).Message, StringComparison.Ordinal);
        Assert.Contains("decay is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(weightDecay: -1)).Message, StringComparison.Ordinal);
    }
}
