using Ansatz.Autoencoders;

namespace Ansatz.Tables;

/// <summary>The shape of the autoencoder in a <see cref="VaeTableModel"/>, and how its bound is estimated.</summary>
/// <param name="Latent">Latent dimensions, 1 or more; 0 for one more than the columns that are learnt, up to 16.</param>
/// <param name="Hidden">The widths of the encoder's hidden layers, which the decoder has in reverse; null for two of 128.</param>
/// <param name="Components">Normals in the decoder's mixture for each number, 1 or more.</param>
/// <param name="Prior">The family of p(z): normal, mixture or flow; null for a flow. It learns with the rest.</param>
/// <param name="TrainingDraws">Draws of z for each row in the bound that is trained, 1 or more.</param>
/// <param name="ScoreDraws">Draws of z for each row in a score, 1 or more. More tighten the bound.</param>
public sealed record TableVaeDesign(int Latent = 0, IReadOnlyList<int>? Hidden = null, int Components = 5, Prior? Prior = null, int TrainingDraws = 5, int ScoreDraws = 500)
{
    private const int MostLatent = 16;

    internal IReadOnlyList<int> Widths => Hidden ?? [128, 128];

    internal Prior LatentPrior => Prior ?? Autoencoders.Prior.Flow;

    /// <summary>The number of latent dimensions for a number of columns.</summary>
    internal int LatentFor(int columns) => Latent > 0 ? Latent : Math.Min(columns + 1, MostLatent);

    /// <exception cref="ArgumentException">A number is out of its range, or the prior is one of pseudo-inputs, which are no rows of categories.</exception>
    internal void Check()
    {
        if (Latent < 0 || Components < 1 || TrainingDraws < 1 || ScoreDraws < 1 || Widths.Count == 0 || Widths.Any(w => w < 1))
            throw new ArgumentException($"TableVaeDesign: found {Latent} latent dimensions, {Components} components, widths {string.Join(',', Widths)} and {TrainingDraws} and {ScoreDraws} draws; expected 1 or more of each.");
        if (LatentPrior == Autoencoders.Prior.Vamp) throw new ArgumentException("TableVaeDesign: the prior vamp learns pseudo-inputs, which are no rows of a table; expected normal, mixture or flow.");
    }
}
