namespace Ansatz.Tensors;

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>xᵢ − log ∑ⱼ e^{xⱼ} along a dimension: the logarithms of the shares that <c>Softmax</c> gives, exact where those round to 0 or 1.</summary>
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

    // Neither function changes when a constant is added to all x; beside the largest, nothing overflows and little is lost. Its gradient would be 0.
    private static Tensor BelowLargest(Tensor x, int axis) => x - x.StopGradient().Max(axis, keepDimension: true);
}
