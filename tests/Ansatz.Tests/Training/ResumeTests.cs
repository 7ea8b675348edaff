using System.Diagnostics;
using Ansatz.Tests.Golden;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Run => folder["run"];

    private string Current => Path.Combine(Run, "state.safetensors");

    private string Previous => Path.Combine(Run, "previous.safetensors");

    public void Dispose() => folder.Dispose();

    private void Interrupt(int afterSteps, bool afterEveryStep = false) =>
        Assert.ThrowsAny<OperationCanceledException>(() => Interruptible.Train(Interruptible.Model(), Interruptible.At(Run, afterEveryStep), afterSteps));

    private void AssertThatItEndsAsIfNothingHadHappened()
    {
        var model = Interruptible.Model();
        Assert.Equal(Interruptible.Uninterrupted, Interruptible.Outcome(model, Interruptible.Train(model, Interruptible.At(Run))));
    }

    [Fact]
    public void TheBestEpochIsNotTheLast() => Assert.Equal(2, Interruptible.Uninterrupted.BestEpoch); // or the tests below would not see the best weights saved

    // Within an epoch, before and after its smaller last batch, where early stopping begins, and during the last validation.
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(15)]
    [InlineData(Interruptible.StepCount)]
    public void InterruptedAndResumedTheBitsAreTheSame(int afterSteps)
    {
        Interrupt(afterSteps);
        AssertThatItEndsAsIfNothingHadHappened();
    }

    [Fact]
    public void InterruptedAgainAndAgainTheBitsAreTheSame()
    {
        for (var i = 0; i < 3; i++) Interrupt(afterSteps: 5);
        AssertThatItEndsAsIfNothingHadHappened();
    }

    [Fact]
    public void AFinishedTrainingIsOnlyReadBack()
    {
        Interruptible.Train(Interruptible.Model(), Interruptible.At(Run));
        var model = Interruptible.Model();
        var state = Interruptible.Train(model, Interruptible.At(Run), steps: 1);
        Assert.Equal(Interruptible.Uninterrupted, Interruptible.Outcome(model, state));
    }

    [Fact]
    public void KilledWhileSavingTheFileBeforeServes()
    {
        // Between the first rename and the last a folder holds the file before and a part of the new one.
        Interrupt(afterSteps: 9, afterEveryStep: true);
        File.WriteAllBytes(Current + ".tmp", File.ReadAllBytes(Current)[..1000]);
        File.Delete(Current);
        AssertThatItEndsAsIfNothingHadHappened();
    }

    [Fact]
    public void KilledAtAnyMomentTheRunIsNotLost()
    {
        foreach (var milliseconds in (int[])[0, 2, 9])
        {
            // The child saves after every step, so that most of its time is spent saving.
            var before = File.GetLastWriteTimeUtc(Previous);
            using var child = ChildProcess.Start(["--train", Run]);
            for (var patience = Stopwatch.StartNew(); File.GetLastWriteTimeUtc(Previous) == before && !child.HasExited; Thread.Sleep(1))
                Assert.True(patience.Elapsed < TimeSpan.FromMinutes(1), "The child process has saved nothing.");
            Thread.Sleep(milliseconds);
            child.Kill();
            child.WaitForExit();
            Assert.True(Interruptible.At(Run).Exists);
        }
        AssertThatItEndsAsIfNothingHadHappened();
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("one bit of a weight")]
    [InlineData("one digit of the header")]
    public void ADamagedFileIsRefusedAndTheOneBeforeItServes(string damage)
    {
        Interrupt(afterSteps: 8, afterEveryStep: true);
        var bytes = File.ReadAllBytes(Current);
        switch (damage)
        {
            case "truncated": bytes = bytes[..(bytes.Length / 2)]; break;
            case "empty": bytes = []; break;
            case "one bit of a weight": bytes[^100] ^= 1; break;
            default:
                var digit = bytes.AsSpan().IndexOf("StepCount"u8) + "StepCount".Length + 3;
                Assert.Equal((byte)'8', bytes[digit]);
                bytes[digit] = (byte)'9';
                break;
        }
        File.WriteAllBytes(Current, bytes);

        var untouched = ParametersHash.Of(Interruptible.Model().Parameters());
        var model = Interruptible.Model();
        var error = Assert.Throws<InvalidDataException>(() => Interruptible.Train(model, Interruptible.At(Run)));
        Assert.StartsWith(Current + ": ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"; delete it to continue from {Previous}, which was saved before it.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(untouched, ParametersHash.Of(model.Parameters()));

        File.Delete(Current);
        AssertThatItEndsAsIfNothingHadHappened();
    }

    [Fact]
    public void ACheckpointOfAnotherModelIsRefused()
    {
        Interrupt(afterSteps: 2);
        var model = TinyAutoencoders.Dense();
        var untouched = ParametersHash.Of(model.Parameters());
        var error = Assert.Throws<InvalidDataException>(() => Interruptible.Train(model, Interruptible.At(Run)));
        Assert.Equal($"{Current}: it holds 22 parameters, the model has 8; it belongs to another model, so begin in another folder.", error.Message);
        Assert.Equal(untouched, ParametersHash.Of(model.Parameters()));
    }

    [Fact]
    public void ACheckpointOfOtherSettingsIsRefused()
    {
        Interrupt(afterSteps: 2);
        string Refused(TrainerOptions options) =>
            Assert.Throws<InvalidDataException>(() => Interruptible.Train(Interruptible.Model(), Interruptible.At(Run), options: options)).Message;
        Assert.Equal($"{Current}: it was written with batch '8', this training has '9'; continue with the same settings, or begin in another folder.",
            Refused(Interruptible.Options with { BatchSize = 9 }));
        Assert.Contains("with optimizer 'Adam β₁ 0.9, β₂ 0.999, ε 1E-07 before the correction', this training has 'SGD momentum 0'", Refused(Interruptible.Options with { Optimizer = new Sgd() }), StringComparison.Ordinal);
        Assert.Contains("with average decay '0.9', this training has ''", Refused(Interruptible.Options with { AverageDecay = null }), StringComparison.Ordinal);
        Assert.Contains("with early stopping", Refused(Interruptible.Options with { EarlyStopping = new EarlyStopping(9) }), StringComparison.Ordinal);
        Assert.Contains("with epochs '3', this training has '4'", Refused(Interruptible.Options with { EpochCount = 4 }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFinishedTrainingGoesOnToTheBitsOfALongerOne(bool stopsEarly)
    {
        var options = stopsEarly ? Interruptible.Options : Interruptible.Options with { EarlyStopping = null };
        var longer = options with { EpochCount = 5 };
        var whole = Interruptible.Model();
        var expected = Interruptible.Outcome(whole, Interruptible.Train(whole, options: longer));

        Interruptible.Train(Interruptible.Model(), Interruptible.At(Run), options: options);
        var model = Interruptible.Model();
        var state = Interruptible.Train(model, new Checkpoint(Run, TimeSpan.FromHours(1)) { AllowsMoreEpochs = true }, options: longer);
        Assert.Equal(expected, Interruptible.Outcome(model, state));
        Assert.True(state.Epoch > options.EpochCount);
    }

    // Each is a position that JSON can say and no training leaves.
    [Theory]
    [InlineData("\"Step\":2", "\"Step\":-1")]
    [InlineData("\"Step\":2", "\"Step\":7")]
    [InlineData("\"StepCount\":8", "\"StepCount\":1")]
    [InlineData("\"BestEpoch\":0", "\"BestEpoch\":2")]
    [InlineData("\"EpochSeconds\":", "\"EpochSeconds\":-")]
    [InlineData("\"Mean\":{\"Names\":[", "\"Mean\":{\"Names\":[\"more\",")]
    [InlineData("\"Names\":{\"Train\":[", "\"Names\":{\"Train\":[\"more\",")]
    [InlineData("\"Names\":{\"Train\"", "\"Names\":{\"Other\"")]
    [InlineData("\"Names\":{\"Train\"", "\"Old\":{\"Train\"")]
    [InlineData("\"History\":[", "\"History\":[\"[1\"")]
    [InlineData("{", "[")]
    public void OddContentsUnderAValidDigestChangeNothing(string found, string odd)
    {
        Interrupt(afterSteps: 8);
        var file = Ansatz.Formats.Safetensors.Read(Current);
        Assert.Contains(found, file.Metadata["position"], StringComparison.Ordinal);
        file.Metadata["position"] = file.Metadata["position"].Replace(found, odd, StringComparison.Ordinal);
        Refuse(file);
    }

    [Theory]
    [InlineData("optimizer.")]
    [InlineData("average.")]
    [InlineData("model.")]
    public void AMissingTensorUnderAValidDigestChangesNothing(string prefix)
    {
        Interrupt(afterSteps: 8);
        var whole = Ansatz.Formats.Safetensors.Read(Current);
        var file = new Ansatz.Formats.Safetensors();
        foreach (var (key, value) in whole.Metadata) file.Metadata[key] = value;
        var missing = whole.Names.First(n => n.StartsWith(prefix, StringComparison.Ordinal));
        foreach (var name in whole.Names.Where(n => n != missing)) file.Add(name, whole[name].Shape, whole[name].Values);
        Refuse(file);
    }

    private void Refuse(Ansatz.Formats.Safetensors file)
    {
        CheckpointFile.Sign(file);
        file.Write(Current);
        var model = Interruptible.Model();
        var untouched = ParametersHash.Of(model.Parameters());
        var error = Assert.Throws<InvalidDataException>(() => Interruptible.Train(model, Interruptible.At(Run)));
        Assert.StartsWith(Current + ": ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(untouched, ParametersHash.Of(model.Parameters()));
    }

    [Fact]
    public void AnotherFileIsNoCheckpoint()
    {
        Directory.CreateDirectory(Run);
        ModelFile.Save(Interruptible.Model(), Current);
        var error = Assert.Throws<InvalidDataException>(() => Interruptible.Train(Interruptible.Model(), Interruptible.At(Run)));
        Assert.EndsWith("it is not a checkpoint of this version; delete it to begin anew.", error.Message, StringComparison.Ordinal);
    }
}
