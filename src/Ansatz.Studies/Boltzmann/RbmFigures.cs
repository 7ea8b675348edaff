namespace Ansatz.Studies.Boltzmann;

/// <summary>The pictures of the study of a Boltzmann machine.</summary>
internal sealed class RbmFigures(RestrictedBoltzmannMachine machine, BinaryDigits images, BaseRates rates, IReadOnlyList<EpochRecord> history, Rng rng)
{
    private const int Columns = 10, Rows = 10, Magnification = 2;

    /// <summary>Gibbs steps after which chains are looked at.</summary>
    public static readonly IReadOnlyList<int> Looks = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    public void Write(string folder)
    {
        Png.Write(Path.Combine(folder, "examples.png"), Draw.Pictures(Grid(images.ToTensor(0, Math.Min(2 * Columns, images.Count)))));
        Png.Write(Path.Combine(folder, "filters.png"), Draw.Pictures(Grid(Filters())));
        var looks = Chains();
        var watched = Tensor.Concat(1, [.. looks.Select(l => l[..Rows].Reshape([Rows, 1, machine.VisibleCount]))]).Reshape([Rows * looks.Length, machine.VisibleCount]);
        File.WriteAllText(Path.Combine(folder, "chains.svg"), Grid(watched, [.. Looks.Select(n => Words.Of(n, "step"))]).Filling(Draw.PageWidth).ToSvg());
        Png.Write(Path.Combine(folder, "samples.png"), Draw.Pictures(Grid(looks[^1])));
        File.WriteAllText(Path.Combine(folder, "learning.svg"), Learning());
    }

    // Each weight over the largest of its filter: gray is 0, white and black the largest either way.
    private Tensor Filters()
    {
        var count = Math.Min(Columns * Rows, machine.HiddenCount);
        var filters = machine.Weight.Value.Transpose().Slice(0, 0, count).ToArray();
        foreach (var filter in filters.Chunk(machine.VisibleCount).Select((_, n) => filters.AsMemory(n * machine.VisibleCount, machine.VisibleCount)))
        {
            var values = filter.Span;
            var largest = float.Epsilon;
            foreach (var w in values) largest = Math.Max(largest, Math.Abs(w));
            foreach (ref var w in values) w = 0.5f + 0.5f * w / largest;
        }
        return Tensor.From(filters, [count, machine.VisibleCount]);
    }

    // Chains from independent pixels at each look: the pixels' probabilities, [chains, visible].
    private Tensor[] Chains()
    {
        const int Count = Rows * Columns;
        var start = new float[Count * machine.VisibleCount];
        float[] on = [.. rates.Means];
        for (var chain = 0; chain < Count; chain++) rng.Fork("start").Fork(chain).Bernoulli(on, start.AsSpan(chain * machine.VisibleCount, machine.VisibleCount));
        var visible = Tensor.From(start, [Count, machine.VisibleCount]);
        var taken = 0;
        return [.. Looks.Select(Look)];

        Tensor Look(int steps)
        {
            visible = machine.Gibbs(visible, steps - taken, rng.Fork(steps));
            taken = steps;
            return machine.VisibleGiven(machine.HiddenGiven(visible).Sample(rng.Fork("shown").Fork(steps))).Mean;
        }
    }

    private string Learning()
    {
        var panels = new List<Chart> { Draw.Epochs("Free energy of the data above the chains'", 460, 320, Draw.ByEpoch(null, history, r => r.Train["freeEnergyAboveChains"])) };
        if (history[0].Validation is not null)
            panels.Add(Draw.Epochs("Free energy of held-out images above training images'", 460, 320, Draw.ByEpoch(null, history, r => r.Validation!["freeEnergyGap"])));
        return new ChartPanels([.. panels]).ToSvg();
    }

    private ImageGrid Grid(Tensor pictures, params IReadOnlyList<string> captions)
    {
        var all = Image.Batch(new Shape(pictures.Shape[0]).Concat(images.Images.ExampleShape), pictures.ToArray());
        return new ImageGrid(FittedImages.Of(all, all.Length), Columns) { Magnification = Magnification, ColumnCaptions = captions };
    }
}
