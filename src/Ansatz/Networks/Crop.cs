using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>The upper left part of each image: [N, H, W, C] → [N, height, width, C].</summary>
/// <param name="height">At most H.</param>
/// <param name="width">At most W.</param>
public sealed class Crop(int height, int width) : Layer
{
    public override Tensor Forward(Tensor x, Pass pass = default) => x.Slice(1, 0, height).Slice(2, 0, width);

    public override string Describe() => Line($"{height} × {width}");
}
