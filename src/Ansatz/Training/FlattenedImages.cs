using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Which dimensions of which parameters run over the pixels of a flattened image: those between a <see cref="Flatten"/> and the dense layer
/// behind it, and between a dense layer and the <see cref="Unflatten"/> behind that, in one <see cref="Sequential"/>.
/// </summary>
internal sealed class FlattenedImages
{
    private readonly Dictionary<(Parameter Parameter, int Dimension), Shape> found = [];

    /// <summary>The image [height, width, channels] that a dimension runs over, or null.</summary>
    public Shape? this[Parameter parameter, int dimension] => found.TryGetValue((parameter, dimension), out var image) ? image : null;

    public void Find(Sequential sequential)
    {
        var layers = sequential.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] is Flatten { ExampleShape: { Rank: 3 } flattened }) Follow(layers.Skip(i + 1), flattened, intoDense: 0);
            if (layers[i] is Unflatten { ExampleShape: { Rank: 3 } unflattened }) Follow(layers.Take(i).Reverse(), unflattened, intoDense: 1);
        }
    }

    // Layers that keep the pixels apart may stand in between; the dense layer meets them on one side of its weights.
    private void Follow(IEnumerable<Layer> layers, Shape image, int intoDense)
    {
        foreach (var layer in layers)
        {
            if (layer is BatchNormalization b)
                foreach (var p in (Parameter[])[b.Weight, b.Bias, b.RunningMean, b.RunningVariance]) found[(p, 0)] = image;
            else if (layer is Dense d)
            {
                if (d.Weight.Shape[intoDense] != image.Size) return; // labels were joined to the pixels
                found[(d.Weight, intoDense)] = image;
                if (intoDense == 1) found[(d.Bias, 0)] = image;
                return;
            }
            else if (layer.CountParameters() > 0) return;
        }
    }
}
