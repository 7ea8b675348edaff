using Ansatz.Data;
using Ansatz.Tensors;

namespace Ansatz.Evaluation;

/// <summary>
/// The least cross-entropy any decoder can reach on gray pixels: the data's own entropy, −∑ x log x + (1 − x) log(1 − x), in nats an example.
/// It is reached by decoding every image exactly.
/// </summary>
public static class EntropyFloor
{
    public static double Of(Dataset dataset)
    {
        var values = new float[dataset.ExampleShape.Size];
        var sum = 0.0;
        for (var i = 0; i < dataset.Count; i++)
        {
            dataset.CopyTo(i, values);
            foreach (var x in values)
                if (x is > 0 and < 1) sum -= x * DoubleMath.Log(x) + (1.0 - x) * DoubleMath.Log1p(-x);
        }
        return sum / dataset.Count;
    }
}
