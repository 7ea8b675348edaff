namespace Ansatz.Tensors;

/// <summary>One step of a <see cref="RowChain"/>: a map of rows of n numbers, with a log-determinant for each row.</summary>
/// <remarks>A step has no state, so several threads may run it at once.</remarks>
internal abstract unsafe class RowStep
{
    /// <summary>The weights that it reads. They are inputs of the chain.</summary>
    public virtual IReadOnlyList<Tensor> Parameters => [];

    /// <summary>Whether there is no backward pass.</summary>
    public virtual bool HasNoGradient => false;

    /// <summary>The floats per row that the backward pass needs beside the step's own input and output.</summary>
    public virtual int KeptLength => 0;

    /// <summary>The floats of the gradients of all parameters.</summary>
    public virtual nint GradientLength => 0;

    /// <summary>The floats that <see cref="Prepare"/> writes.</summary>
    public virtual nint PreparedLength => 0;

    /// <summary>Multiply-adds per row.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>Writes what the backward pass of all blocks reads. One thread calls it once.</summary>
    public virtual void Prepare(float* memory)
    {
    }

    /// <summary>Computes y, adds the log-determinants, and keeps what the backward pass needs.</summary>
    public abstract void Forward(in RowBlock rows);

    /// <summary>Replaces the gradient of y by that of x, and writes the gradients of the parameters.</summary>
    public abstract void Backward(in RowBlock rows);

    /// <summary>Hands the gradients of the parameters over.</summary>
    /// <param name="step">The chain's.</param>
    /// <param name="first">The place of the first parameter among the chain's inputs.</param>
    /// <param name="sums">What <see cref="Backward"/> wrote, summed over all blocks.</param>
    public virtual void AddGradients(in BackwardStep step, int first, float* sums)
    {
    }

    protected static void Add(in BackwardStep step, int input, float* gradient)
    {
        if (!step.Needs(input)) return;
        var to = step.Allocate(step.Input(input).Shape);
        new ReadOnlySpan<float>(gradient, to.Length).CopyTo(to.Span);
        step.Add(input, to);
    }
}

/// <summary>The memory of a block of rows in one step. Each array is contiguous.</summary>
internal unsafe struct RowBlock
{
    /// <summary>Rows, up to <see cref="BitConstants.NetworkRows"/>.</summary>
    public int Count;

    /// <summary>The input and the output, [count, n]. Doubles, so that the inverse of a flow does not lose what rounding between its steps would take.</summary>
    public double* X, Y;

    /// <summary>The context, [count, features].</summary>
    public float* Context;

    /// <summary>[count · KeptLength].</summary>
    public float* Kept;

    /// <summary>The sums of the log-determinants so far, [count].</summary>
    public double* LogDet;

    /// <summary>The gradient of y, then of x, [count, n].</summary>
    public float* Gradient;

    /// <summary>The gradient of the log-determinants, [count].</summary>
    public float* LogDetGradient;

    /// <summary>The sums of the gradients of the context so far, [count, features]; null if they are not wanted.</summary>
    public float* ContextGradient;

    /// <summary>What <see cref="RowStep.Prepare"/> has written.</summary>
    public float* Prepared;

    /// <summary>The gradients of the parameters of this block.</summary>
    public float* ParameterGradients;

    /// <summary>Whether a backward pass may follow.</summary>
    public bool IsRecorded;

    /// <summary>Whether the gradient of x is wanted.</summary>
    public bool NeedsInput;
}
