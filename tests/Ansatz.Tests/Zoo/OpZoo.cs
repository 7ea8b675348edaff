namespace Ansatz.Tests.Zoo;

/// <summary>Every op of the library, with its reference.</summary>
internal static partial class OpZoo
{
    public static IReadOnlyList<OpRow> Rows { get; } = [.. Unaries(), .. Binaries(), .. Movements(), .. Reductions(), .. Moments(), .. Matrices(), .. Mixtures(), .. Normalizations(), .. Images()];

    public static OpRow Row(string name) => Rows.Single(r => r.Name == name);
}
