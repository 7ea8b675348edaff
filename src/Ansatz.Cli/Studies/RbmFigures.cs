using Ansatz.Boltzmann;
using Ansatz.Figures;
using Ansatz.Formats;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Cli.Studies;

/// <summary>The pictures of the study of a Boltzmann machine.</summary>
internal sealed class RbmFigures(RestrictedBoltzmannMachine machine, BinaryDigits images, BaseRates rates, IReadOnlyList<EpochRecord> history, Rng rng)
{
    private const int Columns = 10, Rows = 10, Magnification = 2, StepsBetween = 500;

    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        Png.Write(Path.Combine(folder, "examples.png"), Grid(images.ToTensor(0, Math.Min(Columns, images.Count))));
        Png.Write(Path.Combine(folder, "filters.png"), Grid(Filters()));
        Png.Write(Path.Combine(folder, "samples.png"), Grid(Samples()));
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

    // A chain a row, from independent pixels; probabilities of the pixels, many steps apart.
    private Tensor Samples()
    {
        var chains = new float[Rows * machine.VisibleCount];
        for (var row = 0; row < Rows; row++) rng.Fork("start").Fork(row).Bernoulli(rates.Means, chains.AsSpan(row * machine.VisibleCount, machine.VisibleCount));
        var visible = Tensor.From(chains, [Rows, machine.VisibleCount]);
        var shown = new Tensor[Columns];
        for (var column = 0; column < Columns; column++)
        {
            visible = machine.Gibbs(visible, StepsBetween, rng.Fork(column));
            var hidden = machine.HiddenGiven(visible).Sample(rng.Fork("shown").Fork(column));
            shown[column] = machine.VisibleGiven(hidden).Mean.Reshape([Rows, 1, machine.VisibleCount]);
        }
        return Tensor.Concat(1, shown).Reshape([Rows * Columns, machine.VisibleCount]);
    }

    private string Learning()
    {
        double[] epochs = [.. history.Select(r => (double)r.Epoch)];
        var epoch = new Axis("epoch") { IsInteger = true };
        var panels = new List<Chart>
        {
            Panel("Free energy of the data above the chains'", new Line(null, epochs, [.. history.Select(r => r.Train["freeEnergyAboveChains"])]) { HasDots = true }),
        };
        if (history[0].Validation is not null)
            panels.Add(Panel("Free energy of held-out images above training images'", new Line(null, epochs, [.. history.Select(r => r.Validation!["freeEnergyGap"])]) { HasDots = true }));
        return new ChartPanels([.. panels]).ToSvg();

        Chart Panel(string title, Mark mark) => new() { Title = title, X = epoch, Y = new Axis("nats an image"), Marks = [mark], Width = 460, Height = 320 };
    }

    private Image Grid(Tensor pictures) =>
        new ImageGrid(Image.Batch(new Shape(pictures.Shape[0]).Concat(images.Images.ExampleShape), pictures.ToArray()), Columns) { Magnification = Magnification }.ToImage();
}
