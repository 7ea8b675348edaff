namespace Ansatz.Studies.Contours;

/// <summary>The contour study's <c>config.json</c>: everything its weights depend on, with nothing left to a default.</summary>
/// <param name="Images">Images drawn, of which four fifths train.</param>
/// <param name="LearningRate">Adam's, by epochs.</param>
/// <param name="Beta">The weight of the divergence, by epochs.</param>
/// <param name="Patience">Epochs without improvement before training ends.</param>
/// <param name="Ansatz">The version that wrote it.</param>
internal sealed record ContoursConfig(
    string Study, string Network, string Recipe, long Images, long Epochs, int BatchSize, string LearningRate, string Beta, int Patience, long Seed, string Ansatz);
