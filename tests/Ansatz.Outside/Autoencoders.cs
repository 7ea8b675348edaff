using System.Runtime.InteropServices;
using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Evaluation;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Outside;

internal static class Autoencoders
{
    private const int Count = 200, Features = 6, Latent = 2;

    public static void Run(string folder)
    {
        var rng = new Rng(7);
        // Two clusters on a plane, with noise: what a mixture as the prior can learn.
        var z = rng.Fork("z").Normal([Count, Latent], tape: null) * 0.3f + Tensor.From([.. Enumerable.Range(0, Count * Latent).Select(i => i / Latent % 2 == 0 ? 2f : -2f)], [Count, Latent]);
        var x = z.MatMul(rng.Fork("plane").Normal([Latent, Features], tape: null)) + 0.1f * rng.Fork("noise").Normal([Count, Features], tape: null);
        var path = Path.Combine(folder, "examples.bin");
        File.WriteAllBytes(path, MemoryMarshal.AsBytes<float>(x.ToArray()));
        using var examples = new FileExamples(path, [Features]);

        var model = new PairAutoencoder(Features, Latent, new TemperedBound(capacity: 2));
        model.Initialize(rng.Fork("weights"));
        var options = new TrainerOptions { EpochCount = 60, BatchSize = 20, Optimizer = new Adam(), LearningRate = 2e-2 };
        var history = new Trainer(options, rng.Fork("training")).Train(new Denoising(model, new Blanking()), examples, validation: examples).History;
        Check.That(history[^1].Validation!.Objective < history[0].Validation!.Objective - 3, $"the objective falls: {history[0].Validation!.Objective} to {history[^1].Validation!.Objective}");
        Check.That(history[0].Train.Values.Select(v => v.Name).SequenceEqual(["total", "reconstruction", "klEstimate"]), "the estimate is called one");
        Check.Done("an objective");
        Check.Done("a corruption");
        Check.That(examples.ReadCount > 60 * Count, "every epoch reads the file");
        Check.Done("a source of examples");

        var codes = model.Encode(examples);
        Check.That(codes.Shape == new Shape(Count, Latent) && codes.ToArray().SequenceEqual(model.Encode(x).ToArray()), "codes of a source and of a tensor are the same");
        Check.That(model.Reconstruct(examples).ToArray().SequenceEqual(model.Decode(codes).ToArray()), "a reconstruction is a decoded code");
        Check.That(model.Sample(rng.Fork("samples"), 10).Shape == new Shape(10, Features), "samples");
        var scores = model.Score(examples, rng.Fork("scores"));
        Check.That(Anomalies.Of(model, examples, rng.Fork("scores")).Zip(scores).All(pair => pair.First == -pair.Second), "an anomaly is the negative score");
        var likelihood = ImportanceWeightedLikelihood.Of(model, examples, rng.Fork("likelihood"), sampleCount: 50);
        Check.That(likelihood.Mean >= scores.Average() - 0.1, $"the score is a lower bound: {scores.Average()}, log p {likelihood.Mean}");
        Check.That(ActiveUnits.Count(codes.ToArray(), Latent) == Latent, "both units are active");
        Check.That(double.IsFinite(Validation.Of(model, examples, rng.Fork("validation")).Objective), "validation");
        var saved = Path.Combine(folder, "pair.safetensors");
        ModelFile.Save(model, saved);
        var again = new PairAutoencoder(Features, Latent, 1.0);
        ModelFile.LoadInto(again, saved);
        Check.That(again.Sample(rng.Fork("samples"), 10).ToArray().SequenceEqual(model.Sample(rng.Fork("samples"), 10).ToArray()), "the prior is saved");
        Check.Done("an autoencoder");
    }
}
