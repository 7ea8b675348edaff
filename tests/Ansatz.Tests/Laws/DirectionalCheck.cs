using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>
/// Compares an op's gradient g of F(x) = ⟨w, y(x)⟩ with differences of the reference in double. Steps are proportional to each element, so
/// that none crosses 0, and the formula (F(−2h) − 8F(−h) + 8F(h) − F(2h))/12h leaves an error of order h⁴.
/// </summary>
internal sealed class DirectionalCheck
{
    private const double Step = 1e-5;

    private readonly OpRow row;
    private readonly Doubles[] inputs;
    private readonly Doubles weights;
    private readonly float[][] gradients;
    private readonly double rounding;

    public DirectionalCheck(OpRow row, Tensor[] inputs, int seed)
    {
        this.row = row;
        this.inputs = [.. inputs.Select(Doubles.From)];
        var run = new Run(row, inputs, seed);
        weights = Doubles.From(run.Weights);
        gradients = run.Gradients;
        // What the differences lose: the reference's own rounding, divided by the step.
        var y = row.Reference(this.inputs);
        rounding = 4e-16 / Step * y.Values.Zip(weights.Values, (v, w) => Math.Abs(v * w)).Sum();
    }

    public void AlongARandomDirection()
    {
        Doubles[] direction = [.. inputs.Select((x, i) => new Doubles(x.Shape, [.. Domain.Reals.Draw(x.Length, 77 + i).Select((r, e) => r * x.Values[e])]))];
        double actual = 0, size = 0;
        for (var i = 0; i < inputs.Length; i++)
            for (var e = 0; e < inputs[i].Length; e++)
            {
                var term = gradients[i][e] * direction[i].Values[e];
                actual += term;
                size += row.SlopeIsAbsolute ? Math.Abs(direction[i].Values[e]) : Math.Abs(term);
            }
        var expected = Derivative(direction);
        Assert.True(Math.Abs(actual - expected) <= row.GradientTolerance * Math.Max(size, Math.Abs(expected)) + 4 * rounding,
            $"{Where}: the derivative along a random direction is {actual:R}, expected {expected:R}; its terms have the size {size:G3}.");
    }

    public void AlongEachCoordinate()
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            var expected = new double[inputs[i].Length];
            for (var e = 0; e < expected.Length; e++)
            {
                Doubles[] direction = [.. inputs.Select(x => new Doubles(x.Shape))];
                direction[i].Values[e] = inputs[i].Values[e];
                expected[e] = Derivative(direction) / inputs[i].Values[e];
            }
            // Where elements meet, a small partial derivative may be the difference of large terms.
            var typical = row.SlopeIsAbsolute ? 1 : row.IsElementwise && inputs[i].Length == weights.Length ? 0 : Math.Sqrt(expected.Sum(g => g * g) / expected.Length);
            for (var e = 0; e < expected.Length; e++)
                Assert.True(Math.Abs(gradients[i][e] - expected[e]) <= row.GradientTolerance * Math.Max(typical, Math.Abs(expected[e])) + rounding / Math.Abs(inputs[i].Values[e]),
                    $"{Where}: ∂/∂(input {i}, element {e} = {inputs[i].Values[e]:R}) is {gradients[i][e]:R}, expected {expected[e]:R}.");
        }
    }

    private string Where => $"{row.Name} of {string.Join(" and ", inputs.Select(x => x.Shape))}";

    private double Derivative(Doubles[] direction) =>
        (8 * (At(direction, Step) - At(direction, -Step)) - (At(direction, 2 * Step) - At(direction, -2 * Step))) / (12 * Step);

    private double At(Doubles[] direction, double t)
    {
        Doubles[] moved = [.. inputs.Select((x, i) => new Doubles(x.Shape, [.. x.Values.Select((v, e) => v + t * direction[i].Values[e])]))];
        return Doubles.Dot(weights, row.Reference(moved));
    }
}
