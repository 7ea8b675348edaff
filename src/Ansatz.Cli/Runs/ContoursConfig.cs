namespace Ansatz.Cli.Runs;

/// <summary>The contour study's <c>config.json</c>: everything its weights depend on, with nothing left to a default.</summary>
/// <param name="Images">Images drawn, of which four fifths train.</param>
/// <param name="LearningRate">Adam's, by epochs.</param>
/// <param name="Beta">The weight of the divergence, by epochs.</param>
/// <param name="Patience">Epochs without improvement before training ends.</param>
/// <param name="Ansatz">The version that wrote it.</param>
internal sealed record ContoursConfig(
    string Study, string Network, string Recipe, long Images, long Epochs, int BatchSize, string LearningRate, string Beta, int Patience, long Seed, string Ansatz)
{
    /// <summary>The first thing in which another run differs, as “images 640, not 20000”; null when both give the same weights.</summary>
    public string? DifferenceFrom(ContoursConfig other)
    {
        (string Name, object Mine, object Theirs)[] pairs =
        [
            ("study", Study, other.Study), ("network", Network, other.Network), ("recipe", Recipe, other.Recipe), ("images", Images, other.Images),
            ("epochs", Epochs, other.Epochs), ("batch size", BatchSize, other.BatchSize), ("learning rate", LearningRate, other.LearningRate),
            ("β", Beta, other.Beta), ("patience", Patience, other.Patience), ("seed", Seed, other.Seed),
        ];
        foreach (var (name, mine, theirs) in pairs)
            if (!mine.Equals(theirs)) return $"{name} {mine}, not {theirs}";
        return null;
    }
}
