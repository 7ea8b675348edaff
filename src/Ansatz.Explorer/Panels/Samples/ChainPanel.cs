using Ansatz.Studies.Boltzmann;

namespace Ansatz.Explorer.Panels.Samples;

/// <summary>Images that a Boltzmann machine draws: the ends of Gibbs chains.</summary>
/// <param name="run">A finished run of a Boltzmann machine of images.</param>
internal sealed class ChainPanel(SavedMachine run) : Panel("chain", "Samples: the ends of Gibbs chains")
{
    private const int Count = 24, Columns = 8;

    public override IEnumerable<Endpoint> Endpoints => [new(At("images"), Images)];

    private Answer Images(Question question)
    {
        var bits = run.Machine.Sample(new Rng((ulong)question.Number("seed")).Fork("sample"), Count);
        return Answer.Picture(Png.Encode(ImageGrid.Fitted(Dataset.FromTensor(bits.Reshape(new Shape(Count).Concat(run.Example))).ToImages(), Columns).ToImage()));
    }
}
