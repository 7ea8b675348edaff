using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>The largest value of each size × size window: [N, H, W, C] → [N, ⌊H/size⌋, ⌊W/size⌋, C].</summary>
/// <param name="size">The windows' height and width; they do not overlap.</param>
public sealed class MaxPool2D(int size) : Layer
{
    public override Tensor Forward(Tensor x, Pass pass = default) => x.MaxPool2D(size);

    public override string Describe() => $"{nameof(MaxPool2D)}({size}×{size})";
}

/// <summary>The mean of each size × size window: [N, H, W, C] → [N, ⌊H/size⌋, ⌊W/size⌋, C].</summary>
/// <param name="size">The windows' height and width; they do not overlap.</param>
public sealed class AveragePool2D(int size) : Layer
{
    public override Tensor Forward(Tensor x, Pass pass = default) => x.AveragePool2D(size);

    public override string Describe() => $"{nameof(AveragePool2D)}({size}×{size})";
}

/// <summary>Each pixel as factor × factor pixels: [N, H, W, C] → [N, factor·H, factor·W, C].</summary>
/// <param name="factor">1 or more.</param>
public sealed class UpsampleNearest2D(int factor) : Layer
{
    public override Tensor Forward(Tensor x, Pass pass = default) => x.UpsampleNearest2D(factor);

    public override string Describe() => $"{nameof(UpsampleNearest2D)}({factor}×{factor})";
}
