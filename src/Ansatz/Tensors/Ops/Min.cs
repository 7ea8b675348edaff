namespace Ansatz.Tensors;

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>
        /// The smallest element along one dimension, which disappears, or stays with length 1; NaN if there is any. The gradient goes to the first of equals.
        /// </summary>
        public Tensor Min(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(Min), x.Shape, axis);
            if (x.Shape[axis] == 0) throw new ArgumentException($"Min: dimension {axis} of {x.Shape} has no elements.", nameof(axis));
            return -(-x).Max(axis, keepDimension); // min x = −max(−x), exactly
        }
    }
}
