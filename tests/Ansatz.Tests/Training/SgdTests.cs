using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class SgdTests
{
    internal static readonly float[] Start = [1, -2, 0.5f];
    internal static readonly float[][] Gradients = [[0.1f, -0.02f, 3], [0.2f, 0.01f, -1], [-0.3f, 0.04f, 0.5f], [0.05f, -0.01f, 2]];

    // torch 1.13: torch.optim.SGD(p, lr=0.01, momentum=…, nesterov=…, weight_decay=…), four steps.
    [Theory]
    [InlineData(0, false, 0, 0.999499977f, -2.00020003f, 0.454999983f)]
    [InlineData(0.9, false, 0.1, 0.987319469f, -1.98217392f, 0.39015016f)]
    [InlineData(0.9, true, 0.1, 0.984127223f, -1.97620094f, 0.354458719f)]
    public void ItIsTheSgdOfPyTorch(double momentum, bool isNesterov, double weightDecay, params float[] expected) =>
        Steps.AssertNear([.. expected.Select(x => (double)x)], Steps.Take(new Sgd(momentum, isNesterov, weightDecay), Start, Gradients, 0.01), 1e-7);

    [Theory]
    [InlineData(37, false)]
    [InlineData(70_001, true)]
    public void ItFollowsTheFormulaInDouble(int length, bool isNesterov)
    {
        var gradients = Steps.Gradients(6, length);
        double momentum = 0.8, decay = 0.05, rate = 0.03;
        double[] w = [.. gradients[0].Select(x => (double)x)], b = new double[length];
        foreach (var gradient in gradients)
            for (var i = 0; i < length; i++)
            {
                var g = gradient[i] + decay * w[i];
                b[i] = momentum * b[i] + g;
                w[i] -= rate * (isNesterov ? g + momentum * b[i] : b[i]);
            }
        Steps.AssertNear(w, Steps.Take(new Sgd(momentum, isNesterov, decay), gradients[0], gradients, rate), 5e-7);
    }

    [Fact]
    public void NumbersOutOfRangeAreRefused()
    {
        Assert.Contains("momentum is 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(1)).Message, StringComparison.Ordinal);
        Assert.Contains("decay is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(weightDecay: -1)).Message, StringComparison.Ordinal);
    }
}
