using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

/// <summary>The least work of a training step, counted on its tape.</summary>
/// <param name="Flops">Operations of all matrix products and convolutions: once forward, and once backward for each operand that needs a gradient.</param>
/// <param name="Bytes">
/// Memory traffic. Each op reads its inputs and writes its output once. Its backward pass reads the output's gradient and the inputs, and writes the gradients of
/// the inputs. Adam reads four numbers per weight and writes three.
/// </param>
internal sealed record StepCost(double Flops, double Bytes)
{
    private const int AdamNumbersPerWeight = 7;

    public static StepCost Of(Tape tape, IReadOnlyList<Parameter> parameters)
    {
        double flops = 0, numbers = 0;
        foreach (var (op, inputs, output) in tape.Nodes)
        {
            var isView = ReferenceEquals(inputs[0].Buffer, output.Buffer);
            if (isView) continue;
            var products = op is Linear or MatMul or Convolve or ConvolveTransposed ? 1 + inputs.Take(2).Count(i => i.IsTracked) : 0;
            flops += (double)products * op.CountFlops(inputs, output);
            var read = inputs.Sum(i => (double)i.Length);
            var gradients = inputs.Where(i => i.IsTracked).Sum(i => (double)i.Length);
            numbers += read + output.Length + (output.Length + read + gradients);
        }
        numbers += AdamNumbersPerWeight * parameters.Where(p => p.IsTrainable).Sum(p => (double)p.Shape.Size);
        return new StepCost(flops, sizeof(float) * numbers);
    }
}
