using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Formats;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Pictures;
using Ansatz.Random;
using Ansatz.Training;

namespace Ansatz.Tests.Fuzzing;

/// <summary>All readers of files, each with a small corpus made here. A new reader is a new row.</summary>
public static class FuzzTargets
{
    private static readonly PictureReader pictures = new(new Jpeg());

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("safetensors", [SafetensorsFile(), OtherTypes()], OnDisk(path =>
        {
            var file = Safetensors.Read(path);
            foreach (var name in file.Names) _ = file[name].Values.Length;
        })),
        new("safetensors stream", [SafetensorsFile(), OtherTypes()], (bytes, path) => Safetensors.Read(new OneWayStream(bytes), path)),
        new("npy", [NpyFile("<f4", "(2, 3)", 24), NpyFile(">i2", "(4,)", 8), NpyFile("|b1", "()", 1), NpyFile("<f8", "(2, 2)", 32, "True")], OnDisk(path => Npy.Read(path).ToSingles())),
        new("npz", [Archive(CompressionLevel.NoCompression), Archive(CompressionLevel.Optimal)], OnDisk(path =>
        {
            var archive = Npz.Read(path);
            foreach (var name in archive.Names) archive[name].ToSingles();
        })),
        new("npz stream", [Archive(CompressionLevel.NoCompression), Archive(CompressionLevel.Optimal)], (bytes, path) =>
        {
            var archive = Npz.Read(new OneWayStream(bytes), path);
            foreach (var name in archive.Names) archive[name].ToSingles();
        }),
        new("idx", [[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6], [0, 0, 13, 1, 0, 0, 0, 2, 63, 128, 0, 0, 64, 0, 0, 0]], OnDisk(path => Idx.Read(path).ToSingles())),
        new("gz", [Gz([0, 0, 8, 1, 0, 0, 0, 40, .. new byte[40]]), [.. Gz([0, 0, 8, 1]), .. Gz([0, 0, 0, 3, 1, 2, 3])], [.. Gz([0, 0, 8, 1, 0, 0, 0, 1, 7]), 0, 0, 0]], OnDisk(path => Idx.Read(path).ToSingles())),
        new("png", [Png.Encode(new Image(5, 4, 3)), Png.Encode(new Image(3, 3, 2)), Interlaced(), Palette()], (bytes, path) => Png.Decode(bytes, path)) { Repair = PngChecksums },
        new("jpeg", [.. new[] { "baseline-420", "progressive-420", "restarts", "separate-scans", "cmyk", "gray", "turned" }.Select(n => Fixture(n + ".jpg"))], (bytes, path) => pictures.Decode(bytes, path)),
        new("history", [Encoding.UTF8.GetBytes("""{"epoch":1,"train":{"total":1.5,"kl":"NaN"},"validation":{"total":2},"learningRate":0.001,"seconds":0.5}""")], (bytes, _) => HistoryText.FromJson(Encoding.UTF8.GetString(bytes)))
            { IsDocumented = static (e, _) => e is InvalidDataException && e.Message.StartsWith("HistoryText", StringComparison.Ordinal) },
        new("checkpoint", [Checkpoint()], OnDisk(path => CheckpointFile.Read(path))),
        new("position", [Encoding.UTF8.GetBytes(State().Position.ToJson())], Position),
        new("design", [Encoding.UTF8.GetBytes(new AutoencoderDesign { Height = 4, Width = 4, Network = ImageNetwork.Dense, Widths = [8, 4] }.ToString()), Encoding.UTF8.GetBytes(new AutoencoderDesign { Height = 8, Width = 8, Posterior = Posterior.Full, ClassCount = 3 }.ToString())],
            (bytes, _) => AutoencoderDesign.Parse(Encoding.UTF8.GetString(bytes)).Build())
            { IsDocumented = static (e, _) => e is InvalidDataException or ArgumentException && e.Message.Contains(": ", StringComparison.Ordinal) },
        new("model", [Model(), Model(new GaussianMixture(2, 3, MixtureCovariance.Full))], OnDisk(path => ModelFile.Load<Module>(path))),
        new("model stream", [Model(), Model(new GaussianMixture(2, 3, MixtureCovariance.Full))], (bytes, path) => ModelFile.Load<Module>(new OneWayStream(bytes), path)),
    ];

    /// <summary>The target of a name.</summary>
    public static FuzzTarget Find(string name) => All.FirstOrDefault(t => t.Name == name) ?? throw new ArgumentException($"no target '{name}'; known are {string.Join(", ", All.Select(t => t.Name))}");

    private static Action<byte[], string> OnDisk(Action<string> read) => (bytes, path) =>
    {
        File.WriteAllBytes(path, bytes);
        read(path);
    };

    private static byte[] Written(Action<string> write)
    {
        var folder = Directory.CreateTempSubdirectory("ansatz-");
        var path = Path.Combine(folder.FullName, "x");
        write(path);
        var bytes = File.ReadAllBytes(path);
        folder.Delete(recursive: true);
        return bytes;
    }

    private static byte[] SafetensorsFile() => Written(path =>
    {
        var file = new Safetensors { Metadata = { ["format"] = "pt" } };
        file.Add("a.weight", [2, 3], new float[6]);
        file.Add("b", [], new float[1]);
        file.Write(path);
    });

    private static byte[] OtherTypes()
    {
        var header = """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"n":{"dtype":"I64","shape":[],"data_offsets":[4,12]},"x":{"dtype":"BOOL","shape":[3],"data_offsets":[12,15]}}"""u8;
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. new byte[15]];
    }

    private static byte[] NpyFile(string type, string shape, int length, string isFortranOrder = "False")
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {isFortranOrder}, 'shape': {shape}, }}\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. new byte[length]];
    }

    private static byte[] Archive(CompressionLevel level)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.Comment = "é";
            foreach (var name in (string[])["images.npy", "labels.npy", "README.txt"])
            {
                using var member = archive.CreateEntry(name, level).Open();
                member.Write(NpyFile("|u1", "(2, 3)", 6));
            }
        }
        return stream.ToArray();
    }

    private static byte[] Gz(byte[] content)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal)) gzip.Write(content);
        return stream.ToArray();
    }

    private static byte[] Interlaced() => PngFile([0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 1], [0, 10, 0, 20, 0, 30, 40], ("tRNS", [0, 10]));

    private static byte[] Palette() => PngFile([0, 0, 0, 3, 0, 0, 0, 2, 4, 3, 0, 0, 0], [1, 0x01, 0x20, 4, 0x21, 0x00], ("PLTE", new byte[9]), ("tRNS", [1, 2]));

    private static byte[] PngFile(byte[] header, byte[] rows, params (string Type, byte[] Data)[] chunks)
    {
        var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        var file = new List<byte>(Png.Encode(new Image(1, 1, 1))[..8]);
        foreach (var (type, data) in ((string, byte[])[])[("IHDR", header), .. chunks, ("IDAT", compressed.ToArray()), ("IEND", [])])
            file.AddRange([0, 0, (byte)(data.Length >> 8), (byte)data.Length, .. Encoding.ASCII.GetBytes(type), .. data, 0, 0, 0, 0]);
        return PngChecksums([.. file]);
    }

    private static byte[] PngChecksums(byte[] file)
    {
        for (var at = 8; at <= file.Length - 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) break;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Of(file.AsSpan(at + 4, 4 + (int)length)));
            at += 12 + (int)length;
        }
        return file;
    }

    private static byte[] Model() => Model(new RestrictedBoltzmannMachine(3, 2));

    private static byte[] Model(Module module)
    {
        module.Initialize(new Rng(1));
        return Written(path => ModelFile.Save(module, path));
    }

    private static TrainingState State()
    {
        var module = new RestrictedBoltzmannMachine(3, 2);
        module.Initialize(new Rng(1));
        var state = new TrainingState(module.Parameters(), new TrainerOptions { EpochCount = 1, BatchSize = 1, Optimizer = new Adam(), LearningRate = 1e-3, EarlyStopping = new EarlyStopping(1) });
        state.EndEpoch(new EpochRecord(1, new Metrics([("total", 1)]), null, 1e-3, 0.5));
        return state;
    }

    private static byte[] Checkpoint() => Written(path => CheckpointFile.Write(path, State(), new Dictionary<string, string>(StringComparer.Ordinal) { ["seed"] = "1" }));

    /// <summary>A checkpoint whose digest is right and whose position is odd: it is taken or refused, and what is refused changes nothing.</summary>
    private static void Position(byte[] bytes, string path)
    {
        var (state, before) = (State(), State().Position.ToJson());
        var file = new Safetensors { Metadata = { ["position"] = Encoding.UTF8.GetString(bytes) } };
        foreach (var (name, values) in state.Tensors()) file.Add(name, values.Shape, values.Memory);
        try
        {
            CheckpointFile.Restore(file, path, state, new Dictionary<string, string>(StringComparer.Ordinal), stepsPerEpoch: 4, allowsMoreEpochs: false);
        }
        catch (InvalidDataException e) when (state.Position.ToJson() != before)
        {
            throw new InvalidOperationException("a checkpoint that was refused changed the training", e);
        }
    }

    private static byte[] Fixture(string name)
    {
        using var stream = typeof(FuzzTargets).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"no fixture {name}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
