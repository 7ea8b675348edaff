using System.IO.Compression;
using Ansatz.Formats;

namespace Ansatz.Tests.Formats;

public sealed class ArrayFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Types { get; } = ["uint8", "int8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16", "float32", "float64", "bool"];

    [Theory]
    [MemberData(nameof(Types))]
    public void AnExampleIsThatOfTheArrayInMemory(string type)
    {
        switch (type)
        {
            case "uint8": Compare<byte>([1, 2, 3, 4, 255, 0]); break;
            case "int8": Compare<sbyte>([1, -2, 3, 4, 127, -128]); break;
            case "int16": Compare<short>([1, -2, 3, 4, 32767, 0]); break;
            case "uint16": Compare<ushort>([1, 2, 3, 4, 65535, 0]); break;
            case "int32": Compare([1, -2, 3, 16777217, 5, 0]); break;
            case "uint32": Compare<uint>([1, 2, 3, 4, uint.MaxValue, 0]); break;
            case "int64": Compare<long>([1, -2, 3, 4, long.MaxValue, 0]); break;
            case "uint64": Compare<ulong>([1, 2, 3, 4, ulong.MaxValue, 0]); break;
            case "float16": Compare([(Half)1, (Half)2, (Half)(-0.1), (Half)4, (Half)5, (Half)6]); break;
            case "float32": Compare([1f, 2, float.NaN, -0.1f, 5, 6]); break;
            case "float64": Compare([1, 2, 3, 0.1, 5, 1e300]); break;
            default: Compare([true, false, true, true, false, false]); break;
        }
    }

    private void Compare<T>(T[] elements) where T : unmanaged
    {
        Npy.Write<T>(folder["x.npy"], [3, 1, 2], elements);
        var whole = Npy.Read(folder["x.npy"]).ToSingles();
        using var file = ArrayFile.Open(folder["x.npy"]);
        Assert.Equal((3, [1, 2], Npy.Read(folder["x.npy"]).ElementType), (file.Count, file.ExampleShape, file.ElementType));
        foreach (var position in (int[])[2, 0, 1]) Assert.Equal(whole[(2 * position)..(2 * position + 2)], Numbers(file, position, 2));
        Assert.Equal(whole[2..], Numbers(file, 1, 4));
    }

    [Fact]
    public void BigEndianElementsAreTurned()
    {
        var header = "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 1), }".PadRight(117) + "\n";
        File.WriteAllBytes(folder["x.npy"], [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header), 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0]);
        using var file = ArrayFile.Open(folder["x.npy"]);
        Assert.Equal([1, -2], Numbers(file, 0, 2));
    }

    [Fact]
    public void AnIdxFileIsRead()
    {
        Idx.Write(folder["x"], [2, 1, 2], new byte[] { 1, 2, 3, 4 });
        using var file = ArrayFile.Open(folder["x"]);
        Assert.Equal((2, [1, 2], "uint8"), (file.Count, file.ExampleShape, file.ElementType));
        Assert.Equal([3, 4], Numbers(file, 1, 2));
    }

    [Fact]
    public void AStoredMemberIsReadAndACompressedOneSaysWhatToDo()
    {
        Npz.Write(folder["x.npz"], archive =>
        {
            archive.Add<float>("small", [2, 1], [1, 2]);
            using var writer = archive.Begin<float>("stored", 2, [2], isStored: true);
            writer.Append([1, 2]);
            writer.Append([3, 4]);
        });
        var archive = Npz.Read(folder["x.npz"]);
        using var file = archive.Open("stored");
        Assert.Equal([3, 4], Numbers(file, 1, 2));
        Assert.Equal(archive["stored"].ToSingles(), Numbers(file, 0, 4));
        Assert.Equal($"{folder["x.npz"]}: small: the array is compressed, so its examples cannot be read by position; expected a stored one; save it with numpy.savez, not with numpy.savez_compressed.", Refusal(() => archive.Open("small")));
        Assert.Throws<InvalidOperationException>(() => Npz.Read(new MemoryStream(File.ReadAllBytes(folder["x.npz"])), "x").Open("stored"));
    }

    [Fact]
    public void AFileThatIsCutOffIsRefused()
    {
        Npy.Write<float>(folder["x.npy"], [3, 2], new float[6]);
        var whole = File.ReadAllBytes(folder["x.npy"]);
        File.WriteAllBytes(folder["cut.npy"], whole[..^1]);
        Assert.Contains("23 bytes of data; expected 24 for float32 of shape [3, 2]", Refusal(() => ArrayFile.Open(folder["cut.npy"])), StringComparison.Ordinal);
        Idx.Write(folder["x"], [2, 2], new byte[4]);
        File.WriteAllBytes(folder["cut"], File.ReadAllBytes(folder["x"])[..^1]);
        Assert.Contains("3 bytes of data; expected 4", Refusal(() => ArrayFile.Open(folder["cut"])), StringComparison.Ordinal);

        using var file = ArrayFile.Open(folder["x.npy"]);
        using (var later = new FileStream(folder["x.npy"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite)) later.SetLength(whole.Length - 1);
        Assert.Contains("the file ends within example 2", Refusal(() => Numbers(file, 2, 2)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(file, 2, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(file, -1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(file, 0, 3));
    }

    [Fact]
    public void OtherFilesAreRefused()
    {
        File.WriteAllText(folder["x.csv"], "a,b\n1,2\n");
        Assert.Contains("expected a .npy file or an IDX file", Refusal(() => ArrayFile.Open(folder["x.csv"])), StringComparison.Ordinal);
        var header = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }".PadRight(117) + "\n";
        File.WriteAllBytes(folder["f.npy"], [0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. new byte[16]]);
        Assert.Contains("Fortran order", Refusal(() => ArrayFile.Open(folder["f.npy"])), StringComparison.Ordinal);
        using (var zipped = new GZipStream(File.Create(folder["x.gz"]), CompressionLevel.Fastest)) zipped.Write([0, 0, 8, 1, 0, 0, 0, 1, 7]);
        Assert.Contains("unpack it with gunzip", Refusal(() => ArrayFile.Open(folder["x.gz"])), StringComparison.Ordinal);
    }

    private static float[] Numbers(ArrayFile file, int position, int count)
    {
        var numbers = new float[count];
        file.CopyTo(position, numbers);
        return numbers;
    }

    private static string Refusal(Func<object> read) => Assert.Throws<InvalidDataException>(read).Message;
}
