using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Networks;

public sealed class LayerTests
{
    /// <summary>Each layer in a form that takes [2, 4, 4, 6] to an image.</summary>
    private static readonly (Layer Layer, Shape Output)[] ImageLayers =
    [
        (new Conv2D(6, 3, kernel: 3, stride: 2, activation: Activation.Relu), [2, 2, 2, 3]),
        (new Conv2DTranspose(6, 3, kernel: 4, stride: 2, activation: Activation.Gelu), [2, 8, 8, 3]),
        (new BatchNormalization(6), [2, 4, 4, 6]),
        (new LayerNormalization(6), [2, 4, 4, 6]),
        (new GroupNormalization(3, 6), [2, 4, 4, 6]),
        (new Dropout(0.3f), [2, 4, 4, 6]),
        (new MaxPool2D(2), [2, 2, 2, 6]),
        (new AveragePool2D(3), [2, 1, 1, 6]),
        (new UpsampleNearest2D(3), [2, 12, 12, 6]),
        (new Residual(new Conv2D(6, 6, kernel: 3, activation: Activation.Elu)), [2, 4, 4, 6]),
        (new Dense(6, 5, Activation.Silu), [2, 4, 4, 5]),
        (new Flatten([4, 4, 6]), [2, 96]),
        (new Crop(3, 2), [2, 3, 2, 6]),
        (new JoinLabels(3), [2, 4, 4, 9]),
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, ImageLayers.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void TrainingGivesEveryParameterAGradientAndEvaluationChangesNothing(int index)
    {
        var (layer, output) = ImageLayers[index];
        int[] labels = [2, 0];
        var network = new Sequential(layer);
        network.Initialize(new Rng(5));
        var values = new float[2 * 4 * 4 * 6];
        new Rng(6).Normal(values);
        var x = Tensor.From(values, [2, 4, 4, 6]);

        using var tape = new Tape();
        var input = tape.Watch(x);
        var y = network.Forward(new Context(input, labels), new Pass(tape, isTraining: true, new Rng(7)));
        Assert.Equal(output, y.Shape);
        // Not ∑y²: behind a normalization that hardly depends on anything.
        var gradients = tape.Backward((y * (y + 1) * y).Sum());
        Assert.Contains(gradients[input].ToArray(), g => g != 0);
        foreach (var parameter in network.Parameters().Where(p => p.IsTrainable))
            Assert.True(gradients[parameter].ToArray().Any(g => g != 0) && gradients[parameter].ToArray().All(float.IsFinite), parameter.Name);

        var before = network.Parameters().SelectMany(p => p.Value.ToArray()).ToArray();
        var context = new Context(x, labels);
        Assert.Equal(network.Forward(context).ToArray(), network.Forward(context).ToArray());
        Assert.Equal(before, network.Parameters().SelectMany(p => p.Value.ToArray()));
    }

    [Fact]
    public void EveryLayerIsTried()
    {
        var tried = ImageLayers.Select(l => l.Layer.GetType()).Append(typeof(Sequential)).Append(typeof(Unflatten)).ToHashSet();
        Assert.DoesNotContain(typeof(Layer).Assembly.GetTypes(), t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract && t.Namespace == typeof(Layer).Namespace && !tried.Contains(t));
    }

    [Fact]
    public void AResidualOfAnotherShapeIsRefused()
    {
        var layer = new Residual(new MaxPool2D(2));
        Assert.Equal("Residual: MaxPool2D(2×2) maps shape [1, 4, 4, 1] to [1, 2, 2, 1], expected the same.",
            Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros([1, 4, 4, 1]))).Sentence());
    }

    [Fact]
    public void UnflattenUndoesFlatten()
    {
        var x = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (float)i)], [2, 3, 4]);
        var y = new Unflatten([3, 4]).Forward(new Flatten([3, 4]).Forward(x));
        Assert.Equal(x.Shape, y.Shape);
        Assert.Equal(x.ToArray(), y.ToArray());
    }
}
