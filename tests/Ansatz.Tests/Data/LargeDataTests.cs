using Ansatz.Bijectors;
using Ansatz.Data;
using Ansatz.Evaluation;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Training;
using Ansatz.Training;
using Ansatz.Workers;

namespace Ansatz.Tests.Data;

/// <summary>Images that stay in their file give the bits of the same images in memory.</summary>
public sealed class LargeDataTests : IDisposable
{
    private const int Count = 60, Height = 8, Width = 8;

    private static readonly ImageReading fromFile = new() { MostBytesInMemory = 0 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Files { get; } = ["bytes.npz", "first.npz", "floats.npz", "whole.npz", "bits.npz", "bytes.npy", "bytes", "folder", "pictures", "gray pictures"];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryKindOfFileGivesTheImagesInMemory(string name)
    {
        Write(name);
        var reading = fromFile with { AreChannelsFirst = name == "first.npz" };
        var (kept, keptTest) = ImageData.Read(folder[name], reading);
        var (read, readTest) = ImageData.Read(folder[name], reading with { MostBytesInMemory = 1 << 30 });
        Assert.True(((IExampleSource)kept).IsSlow);
        Assert.False(((IExampleSource)read).IsSlow);
        Compare(read, kept);
        Assert.Equal(readTest is null, keptTest is null);
        if (readTest is not null) Compare(readTest, keptTest!);
    }

    private static void Compare(Dataset read, Dataset kept)
    {
        Assert.Equal((read.Count, read.ExampleShape, read.HasLabels, read.ClassCount), (kept.Count, kept.ExampleShape, kept.HasLabels, kept.ClassCount));
        Assert.Equal(read.ClassNames, kept.ClassNames);
        Assert.Equal(read.Files(), kept.Files());
        Assert.Equal(read.Labels(), kept.Labels());
        Assert.Equal(Values(read), Values(kept));
        Assert.Equal(Values(read.Shuffle(new Rng(1)).Slice(3, 6)), Values(kept.Shuffle(new Rng(1)).Slice(3, 6)));
        Assert.Equal(Values(Binarization.Threshold(read)), Values(Binarization.Threshold(kept)));
        var (some, same) = (read.Shuffle(new Rng(2)), kept.Shuffle(new Rng(2)));
        Assert.Equal(Values(Binarization.Sample(some, new Rng(3))), Values(Binarization.Sample(same, new Rng(3))));
        Assert.Equal(Values(Ansatz.Data.Standardization.Of(read).Apply(some)), Values(Ansatz.Data.Standardization.Of(kept).Apply(same)));
        Assert.Equal(EntropyFloor.Of(read), EntropyFloor.Of(kept));
        Assert.Equal(Support.UnitInterval, ((IExampleSource)kept).ValueSupport);
    }

    [Fact]
    public void TrainingGivesTheSameBitsForAnyNumberOfWorkers()
    {
        Write("bytes.npy");
        string Train(ImageReading reading, ICommunicator? workers, int shards)
        {
            var data = ImageData.Read(folder["bytes.npy"], reading).Training;
            var model = TinyAutoencoders.Convolutional();
            var options = new TrainerOptions { EpochCount = 2, BatchSize = 16, ShardCount = shards, Optimizer = new Adam(), LearningRate = 5e-3 };
            new Trainer(options, new Rng(5)) { Workers = workers }.Train(model, data.Slice(0, 51), data.Slice(51, 9)); // the last batch has three examples, fewer than shards
            return ParametersHash.Of(model.Parameters());
        }
        Assert.Equal(Train(new ImageReading(), null, 1), Train(fromFile, null, 1));
        var alone = Train(new ImageReading(), null, 4);
        foreach (var count in (int[])[1, 2, 3, 4]) Assert.All(InProcessCommunicator.Run(count, w => Train(fromFile, w, 4)), hash => Assert.Equal(alone, hash));
    }

    [Fact]
    public void ATrainingThatIsStoppedInMidEpochGoesOnToTheSameBits()
    {
        Write("bytes.npy");
        var data = ImageData.Read(folder["bytes.npy"], fromFile).Training;
        var options = new TrainerOptions { EpochCount = 3, BatchSize = 8, Optimizer = new Adam(), LearningRate = 5e-3 };
        var whole = TinyAutoencoders.Dense();
        new Trainer(options, new Rng(5)).Train(whole, data);
        using var stop = new CancellationTokenSource();
        var steps = 0;
        var checkpoint = new Checkpoint(folder["checkpoint"], TimeSpan.Zero);
        Assert.Throws<OperationCanceledException>(() => new Trainer(options, new Rng(5)).Train(TinyAutoencoders.Dense(), data, null, checkpoint, new Told(_ => Stop()), stop.Token));
        Assert.Equal(11, steps);
        var resumed = TinyAutoencoders.Dense();
        new Trainer(options, new Rng(5)).Train(resumed, data, null, checkpoint);
        Assert.Equal(ParametersHash.Of(whole.Parameters()), ParametersHash.Of(resumed.Parameters()));

        void Stop()
        {
            if (++steps == 11) stop.Cancel();
        }
    }

    [Fact]
    public void AReadingThatFailsInTrainingEndsItWithItsMessage()
    {
        Write("bytes.npy");
        var data = ImageData.Read(folder["bytes.npy"], fromFile).Training;
        using (var file = new FileStream(folder["bytes.npy"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) file.SetLength(file.Length / 2);
        var options = new TrainerOptions { EpochCount = 1, BatchSize = 8, Optimizer = new Adam(), LearningRate = 5e-3 };
        Assert.Contains("the file ends within example", Assert.Throws<InvalidDataException>(() => new Trainer(options, new Rng(5)).Train(TinyAutoencoders.Dense(), data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnArrayOfAnyNumbersIsASource()
    {
        Npy.Write<double>(folder["x.npy"], [30, 2], Enumerable.Range(0, 60).Select(i => i / 7.0).ToArray());
        using var file = ArrayFile.Open(folder["x.npy"]);
        var rows = new ArrayExamples(file);
        var batches = new Batches(rows, 4, new Rng(1)).Epoch(0).SelectMany(b => b.Values.ToArray());
        Assert.Equal(new Batches(Dataset.FromFloats(Npy.Read(folder["x.npy"]).ToSingles(), [2]), 4, new Rng(1)).Epoch(0).SelectMany(b => b.Values.ToArray()), batches);
    }

    [Theory]
    [InlineData("compressed.npz", null)] // small enough for memory
    [InlineData("wrong.npz", "images: element 5 is 255 (float32); expected uint8, or numbers from 0 to 1; it is in image 2, counted from 0; divide the pixels by 255, or save them as uint8.")]
    [InlineData("nan.npz", "images: element 3 is NaN (float64); expected uint8, or numbers from 0 to 1; it is in image 1, counted from 0; repair this image or leave it out.")]
    [InlineData("negative.npz", "images: element 2 is -1 (int16); expected uint8, or numbers from 0 to 1; it is in image 0, counted from 0; repair this image or leave it out.")]
    public void WrongArraysAreRefusedBeforeTraining(string name, string? complaint)
    {
        Npz.Write(folder[name], archive =>
        {
            switch (name)
            {
                case "compressed.npz": archive.Add<byte>("images", [3, 1, 2], [1, 2, 3, 4, 5, 6]); break;
                case "wrong.npz": Stored<float>(archive, [0, 1, 0, 1, 255, 0]); break;
                case "nan.npz": Stored(archive, [0, 1, double.NaN, 1, 0, 0]); break;
                default: Stored<short>(archive, [0, -1, 3, 1, 0, 0]); break;
            }
        });
        if (complaint is null) Assert.Equal(3, ImageData.Read(folder[name], fromFile).Training.Count);
        else Assert.Equal($"{folder[name]}: {complaint}", Assert.Throws<InvalidDataException>(() => ImageData.Read(folder[name], fromFile)).Message);

        static void Stored<T>(NpzWriter archive, T[] elements) where T : unmanaged
        {
            using var writer = archive.Begin<T>("images", 3, [1, 2], isStored: true);
            writer.Append(elements);
        }
    }

    private void Write(string name)
    {
        var rng = new Rng(11);
        byte[] pixels = [.. Enumerable.Range(0, Count * Height * Width * 3).Select(i => (byte)rng.Fork(i).State.Key)];
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 3)];
        switch (name)
        {
            case "bytes.npy":
                Npy.Write<byte>(folder[name], Count, [Height, Width, 1], writer =>
                {
                    for (var i = 0; i < Count; i++) writer.Append(pixels.AsSpan(i * Height * Width, Height * Width));
                });
                break;
            case "bytes":
                Idx.Write(folder[name], [Count, Height, Width], pixels.AsMemory(0, Count * Height * Width));
                break;
            case "folder":
                Directory.CreateDirectory(folder[name]);
                Idx.Write(folder[$"{name}/train-images-idx3-ubyte"], [Count - 10, Height, Width], pixels.AsMemory(0, (Count - 10) * Height * Width));
                Idx.Write(folder[$"{name}/train-labels-idx1-ubyte"], [Count - 10], labels[10..].Select(l => (byte)l).ToArray());
                Idx.Write(folder[$"{name}/t10k-images-idx3-ubyte"], [10, Height, Width], pixels.AsMemory(0, 10 * Height * Width));
                break;
            case "pictures" or "gray pictures":
                for (var i = 0; i < Count; i++)
                {
                    var channels = name == "pictures" && i == Count - 1 ? 3 : 1; // one coloured picture makes all have three channels
                    Directory.CreateDirectory(folder[$"{name}/{(i % 2 == 0 ? "even" : "odd")}"]);
                    Png.Write(folder[$"{name}/{(i % 2 == 0 ? "even" : "odd")}/{i:00}.png"], new Image(Width, Height, channels, pixels.AsSpan(i * 3 * Height * Width, channels * Height * Width).ToArray()));
                }
                break;
            default:
                Npz.Write(folder[name], archive =>
                {
                    switch (name)
                    {
                        case "bytes.npz": Images(archive, [Height, Width, 3], pixels); break;
                        case "first.npz": Images(archive, [3, Height, Width], pixels); break;
                        case "floats.npz": Images(archive, [Height, Width, 3], [.. pixels.Select(p => p / 256f)]); break;
                        case "whole.npz": Images(archive, [Height, Width, 3], [.. pixels.Select(p => (long)p)]); break;
                        default: Images(archive, [Height, Width, 3], [.. pixels.Select(p => (short)(p & 1))]); break;
                    }
                    archive.Add<int>("labels", [Count], labels);
                });
                break;
        }
    }

    private static void Images<T>(NpzWriter archive, Shape example, T[] elements) where T : unmanaged
    {
        using var writer = archive.Begin<T>("images", Count, example, isStored: true);
        writer.Append(elements);
    }

    private static float[] Values(Dataset data) => data.ToTensor(0, data.Count).ToArray();
}
