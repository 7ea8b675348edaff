namespace Ansatz.Studies.Boltzmann;

/// <summary>The mean log-likelihood of an image: −F(v) − log Z, with log Z summed or bracketed.</summary>
internal sealed class RbmLikelihoods(RestrictedBoltzmannMachine machine, BinaryDigits training, BinaryDigits test, BaseRates rates, int annealingSteps, Rng rng)
{
    private const int Chains = 100, MostExamples = 100;

    public (RbmLikelihood Likelihood, double LogZ, RbmAnnealing? Annealing) Measure(ProgressDisplay progress, CancellationToken cancellation)
    {
        double trained = training.Mean(v => machine.FreeEnergy(v)), tested = test.Mean(v => machine.FreeEnergy(v));
        return Math.Min(machine.HiddenCount, machine.VisibleCount) <= ExactPartition.MostUnits
            ? Exactly(trained, tested, progress)
            : ByAnnealing(trained, tested, progress, cancellation);
    }

    private (RbmLikelihood, double, RbmAnnealing?) Exactly(double trained, double tested, ProgressDisplay progress)
    {
        progress.Begin("summing log Z");
        var logZ = ExactPartition.LogZ(machine);
        progress.End();
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
        double gap = gaps.Average(), error = Math.Sqrt(gaps.Sum(g => (g - gap) * (g - gap)) / (gaps.Length - 1) / gaps.Length);

        double likelihood = -tested - forward.LogZ, low = -tested - bracket.High;
        var warning = bracket.Warning ?? (likelihood + gap + 2 * error < low
            ? "Chains that start at images find a lower likelihood than the bracket. The forward chains may miss states; use more annealing steps." : null);
        return (new RbmLikelihood(likelihood, -trained - forward.LogZ, "ais", low, -tested - bracket.Low), forward.LogZ,
            new RbmAnnealing(annealingSteps, Chains, likelihood, forward.StandardError, gaps.Length, likelihood + gap, error, forward.Weights.EffectiveSampleSize, forward.Weights.ParetoK,
                bracket.Reverse.Weights.EffectiveSampleSize, bracket.Reverse.Weights.ParetoK, PartitionBracket.Coverage, warning));
    }
}
