namespace Ansatz.Figures;

/// <summary>A marked place of an axis.</summary>
public readonly record struct Tick(double Value, string Label)
{
    /// <summary>Ticks at 0, π/2, π, 3π/2 and 2π, for angles.</summary>
    public static IReadOnlyList<Tick> QuarterTurns { get; } =
        [new(0, "0"), new(Math.PI / 2, "π/2"), new(Math.PI, "π"), new(3 * Math.PI / 2, "3π/2"), new(2 * Math.PI, "2π")];
}
