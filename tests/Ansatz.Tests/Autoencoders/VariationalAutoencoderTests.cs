using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Autoencoders;

public sealed class VariationalAutoencoderTests
{
    private static Tensor Images(int count) => TinyAutoencoders.Spots(count).ToTensor(0, count);

    [Fact]
    public void TheTermsAreThoseOfTheDistributions()
    {
        var model = TinyAutoencoders.Dense();
        var x = Images(5);
        var (reconstruction, divergence, _, _, prior) = AutoencoderTerms.Of(model, new Batch(x, null, 0), new Pass(null, rng: new Rng(4)));
        var q = model.Encoder.Given(x);
        var z = q.Sample(new Rng(4).Fork("posterior"));
        Assert.Equal((-model.Decoder.Given(z).LogProb(x)).ToArray(), reconstruction.ToArray());
        Assert.Equal(KlDivergence.Between(q, prior).ToArray(), divergence.ToArray());
        Assert.Equal([5], reconstruction.Shape);
        Assert.Equal([5], divergence.Shape);
    }

    [Fact]
    public void AStepFollowsTheSlopeOfItsObjective()
    {
        var model = TinyAutoencoders.Dense(new LinearSchedule(3, 1, 2));
        var batch = new Batch(Images(6), null, Epoch: 0.5); // β = 2.5
        var bias = model.Parameters().First(p => p.Name.EndsWith("layers.1.bias", StringComparison.Ordinal));
        float slope;
        using (var tape = new Tape()) slope = model.Step(batch, Training(tape)).Gradients[bias].ToArray()[0];

        double Objective(float change)
        {
            var values = bias.Value.ToArray();
            values[0] += change;
            bias.Assign(values);
            using var tape = new Tape();
            var found = model.Step(batch, Training(tape)).Metrics;
            Assert.Equal(found["reconstruction"] + 2.5 * found["kl"], found.Objective);
            values[0] -= change;
            bias.Assign(values);
            return found.Objective;
        }
        const float H = 1e-2f;
        Assert.Equal((Objective(H) - Objective(-H)) / (2 * H), slope, 2e-3 * (1 + Math.Abs(slope)));

        static Pass Training(Tape tape) => new(tape, isTraining: true, new Rng(8));
    }

    [Fact]
    public void AWeightThatNeverSettlesIsRefused() =>
        Assert.Contains("never settles", Assert.Throws<ArgumentException>(() => TinyAutoencoders.Dense(new StepSchedule(4, 0.5, 1))).Sentence(), StringComparison.Ordinal);

    [Fact]
    public void TheFinalWeightIsThatOfTheSchedulesEnd() => Assert.Equal(2, TinyAutoencoders.Dense(new ExponentialSchedule(42, 2, 2)).Beta);
}
