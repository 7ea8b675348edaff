namespace Ansatz.Studies.Boltzmann;

/// <summary>The mean log-likelihood of an image: −F(v) − log Z, with log Z summed or bracketed.</summary>
internal sealed class RbmLikelihoods(RestrictedBoltzmannMachine machine, BinaryDigits training, BinaryDigits test, BaseRates rates, int annealingSteps, Rng rng)
{
    private const int Chains = 100, MostExamples = 100;

    public (RbmLikelihood Likelihood, double LogZ, RbmAnnealing? Annealing) Measure(RunContext run)
    {
        double trained = training.Mean(v => machine.FreeEnergy(v)), tested = test.Mean(v => machine.FreeEnergy(v));
        return Math.Min(machine.HiddenCount, machine.VisibleCount) <= ExactPartition.MostUnits
            ? Exactly(trained, tested, run)
            : ByAnnealing(trained, tested, run.Progress, run.Cancellation);
    }

    private (RbmLikelihood, double, RbmAnnealing?) Exactly(double trained, double tested, RunContext run)
    {
        var (logZ, _) = run.Stage("summing log Z", () => ExactPartition.LogZ(machine));
        return (new RbmLikelihood(-tested - logZ, -trained - logZ, "exact", -tested - logZ, -tested - logZ), logZ, null);
    }

    private (RbmLikelihood, double, RbmAnnealing?) ByAnnealing(double trained, double tested, ProgressDisplay progress, CancellationToken cancellation)
    {
        progress.Begin("annealing forwards and back", 2 * annealingSteps, "steps");
        var annealing = new AnnealedImportanceSampling(machine, rates, annealingSteps) { Progress = new CountReporter(progress) };
        var bracket = annealing.Bracket(Chains, rng, cancellation);
        var forward = bracket.Forward;

        progress.Begin("annealing back from images", annealingSteps, "steps");
        var examples = test.ToTensor(0, Math.Min(MostExamples, test.Count));
        var reverse = annealing.LogProb(examples, 1, rng.Fork("reverse"), cancellation);
        // Both estimates of an example contain F(v), so their difference varies far less than either.
        var gaps = reverse.Zip(machine.FreeEnergy(examples).ToArray(), (r, f) => r + f + forward.LogZ).ToArray();
        double gap = gaps.Average(), error = StandardError.OfMean(gaps);

        double likelihood = -tested - forward.LogZ, low = -tested - bracket.High;
        var warning = bracket.Warning ?? (likelihood + gap + 2 * error < low
            ? "Chains that start at images find a lower likelihood than the bracket. The forward chains may miss states; use more annealing steps." : null);
        return (new RbmLikelihood(likelihood, -trained - forward.LogZ, "ais", low, -tested - bracket.Low), forward.LogZ,
            new RbmAnnealing(annealingSteps, Chains, likelihood, forward.StandardError, gaps.Length, likelihood + gap, error, forward.Weights.EffectiveSampleSize, forward.Weights.ParetoK,
                bracket.Reverse.Weights.EffectiveSampleSize, bracket.Reverse.Weights.ParetoK, PartitionBracket.Coverage, warning));
    }
}

/// <summary>Images of bits, as a Boltzmann machine is given them.</summary>
/// <param name="images">Black and white.</param>
internal sealed class BinaryDigits(Dataset images)
{
    private const int ImagesPerPiece = 1000;

    /// <summary>Pixels of 0 and 1.</summary>
    public Dataset Images => images;

    public int PixelCount => Images.ExampleShape.Size;
    public int Count => Images.Count;

    /// <summary>[count, pixels].</summary>
    public Tensor ToTensor(int start, int count) => Images.ToTensor(start, count).Reshape([count, PixelCount]);

    public BaseRates Rates()
    {
        var sums = new double[PixelCount];
        foreach (var piece in Pieces())
        {
            var means = BaseRates.Of(piece.ToArray(), PixelCount).Means;
            for (var i = 0; i < sums.Length; i++) sums[i] += (double)means[i] * piece.Shape[0];
        }
        return new BaseRates([.. sums.Select(s => (float)(s / Count))], Count);
    }

    /// <summary>The mean over images of a number of each, summed in double.</summary>
    /// <param name="measure">The numbers of images [n, pixels], [n].</param>
    public double Mean(Func<Tensor, Tensor> measure) => Pieces().Sum(piece => measure(piece).ToArray().Sum(x => (double)x)) / Count;

    private IEnumerable<Tensor> Pieces()
    {
        for (var start = 0; start < Count; start += ImagesPerPiece) yield return ToTensor(start, Math.Min(ImagesPerPiece, Count - start));
    }
}
