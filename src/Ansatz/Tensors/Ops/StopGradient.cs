namespace Ansatz.Tensors;

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>
        /// The same elements as a constant: no gradient flows back to x. Nothing is copied, so the result lives as long as x;
        /// use <see cref="Tensor.Detach"/> for a copy that outlives the tape.
        /// </summary>
        public Tensor StopGradient()
        {
            x.Tape?.CheckUsable(nameof(StopGradient));
            // A trace records what is computed; it has no gradients to stop.
            return x.IsTracked && !x.IsTraced ? x.View(x.Shape) : x;
        }
    }
}
