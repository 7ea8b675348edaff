namespace Ansatz.Tensors;

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>xᵢ − log ∑ⱼ e^{xⱼ} along a dimension: the logarithms of the shares that <c>Softmax</c> gives. They keep their digits where the shares round to 0 or 1.</summary>
        public Tensor LogSoftmax(int axis = -1)
        {
            var shifted = BelowLargest(x, axis);
            return shifted - shifted.LogSumExp(axis, keepDimension: true);
        }

        /// <summary>e^{xᵢ}/∑ⱼ e^{xⱼ} along a dimension: shares that add up to 1.</summary>
        public Tensor Softmax(int axis = -1)
        {
            var e = BelowLargest(x, axis).Exp();
            return e / e.Sum(axis, keepDimension: true);
        }
    }

    // A constant added to all x changes neither function. After the largest x is subtracted, nothing overflows. The largest x as a constant has no effect on the gradient.
    private static Tensor BelowLargest(Tensor x, int axis) => x - x.StopGradient().Max(axis, keepDimension: true);
}
