namespace Ansatz.Studies.Flows;

/// <summary>Uniform on the eight black squares, of side 1, of a board [−2, 2)²; no noise. The density is ⅛ there and 0 elsewhere.</summary>
internal sealed class Checkerboard : FlowToy
{
    public override string Name => "checkerboard";

    public override double LogDensity(double x1, double x2)
    {
        double column = Math.Floor(x1), row = Math.Floor(x2);
        return Math.Abs(column + 0.5) < 2 && Math.Abs(row + 0.5) < 2 && (int)(column + row) % 2 == 0 ? -DoubleMath.Log(8) : double.NegativeInfinity;
    }

    public override (double X1, double X2) Draw(Rng rng)
    {
        var square = rng.NextInt(8);
        var row = square / 2;
        // Half of the squares' floats round up to the next square; 1 − 2⁻²³ is the largest share that stays within beside 2.
        return (2 * (square % 2) + row % 2 - 2 + Share(rng), row - 2 + Share(rng));
    }

    private static double Share(Rng rng) => Math.Min(rng.NextUniform(), 1 - 1.1920929e-7);
}
