using System.IO.Compression;
using System.Text;
using Ansatz.Formats;
using Ansatz.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace Ansatz.Tests.Formats;

public sealed class NpzTests
{
    [Fact]
    public void ImagesOfOneSizeBecomeOneArray()
    {
        using var folder = new TemporaryFolder();
        Npz.Write(folder["images.npz"], npz => npz.Add("images", [new Image(2, 1, 1, (ReadOnlySpan<byte>)[1, 2]), new Image(2, 1, 1, (ReadOnlySpan<byte>)[3, 4])]));
        var array = Npz.Read(folder["images.npz"])["images"];
        Assert.Equal([2, 1, 2, 1], array.Shape);
        Assert.Equal([1, 2, 3, 4], array.As<byte>().ToArray());
        var error = Assert.Throws<ArgumentException>(() => Npz.Write(folder["unlike.npz"], npz => npz.Add("images", [new Image(2, 1, 1), new Image(1, 2, 1)])));
        Assert.Contains("an image of 1 × 2 × 1 among others of 2 × 1 × 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("images: no images", Assert.Throws<ArgumentException>(() => Npz.Write(folder["none.npz"], npz => npz.Add("images", (Image[])[]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryTypeComesBack()
    {
        using var folder = new TemporaryFolder();
        var path = folder["all.npz"];
        Npz.Write(path, npz =>
        {
            npz.Add<byte>("bytes", [2, 3], [0, 1, 2, 253, 254, 255]);
            npz.Add<bool>("bools", [2], [true, false]);
            npz.Add<int>("ints", [1, 2], [int.MinValue, int.MaxValue]);
            npz.Add<long>("longs", [], [long.MinValue]);
            npz.Add<float>("floats", [3], [float.Epsilon, float.NegativeInfinity, float.NaN]);
            npz.Add<double>("doubles", [0, 4], []);
        });
        var back = Npz.Read(path);
        Assert.Equal(["bools", "bytes", "doubles", "floats", "ints", "longs"], back.Names);
        Assert.Equal([0, 1, 2, 253, 254, 255], back["bytes"].As<byte>().ToArray());
        Assert.Equal([true, false], back["bools"].As<bool>().ToArray());
        Assert.Equal([int.MinValue, int.MaxValue], back["ints"].As<int>().ToArray());
        Assert.Equal([long.MinValue], back["longs"].As<long>().ToArray());
        Assert.Equal([float.Epsilon, float.NegativeInfinity, float.NaN], back["floats"].As<float>().ToArray());
        Assert.Equal(new Shape(0, 4), back["doubles"].Shape);
        Assert.Equal("float64", back["doubles"].ElementType);
        Assert.Equal([1f, 0f], back["bools"].ToSingles());
        Assert.Equal([(float)int.MinValue, int.MaxValue], back["ints"].ToSingles());
    }

    [Fact]
    public void WhatIsWrittenInPiecesIsRead()
    {
        using var folder = new TemporaryFolder();
        var path = folder["pieces.npz"];
        Prop.ForAll(Gen.ArrayOf(ArbMap.Default.GeneratorFor<float[]>()).ToArbitrary(), pieces =>
        {
            var all = pieces.SelectMany(p => p).ToArray();
            Npz.Write(path, npz =>
            {
                using var writer = npz.Begin<float>("x", [all.Length]);
                foreach (var piece in pieces) writer.Append(piece);
            });
            return Npz.Read(path)["x"].As<float>().SequenceEqual(all);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void EqualArraysGiveEqualBytes()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in (string[])["a.npz", "b.npz"]) Npz.Write(folder[name], npz => npz.Add<byte>("x", [3], [1, 2, 3]));
        Assert.Equal(File.ReadAllBytes(folder["a.npz"]), File.ReadAllBytes(folder["b.npz"]));
    }

    [Fact]
    public void AnIncompleteArrayIsAnErrorAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.npz"];
        Assert.Throws<ArgumentException>(() => Npz.Write(path, npz => npz.Add<byte>("x", [3], [1, 2])));
        Assert.Throws<ArgumentException>(() => Npz.Write(path, npz => npz.Add<byte>("x", [3], [1, 2, 3, 4])));
        Assert.Throws<ArgumentException>(() => Npy.Write<float>(path, [3], new float[2]));
        Assert.Throws<ArgumentException>(() => Npy.Write<decimal>(path, [1], new decimal[1]));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void HeadersAreAsNumPyWritesThem()
    {
        using var folder = new TemporaryFolder();
        Npy.Write<float>(folder["a.npy"], [5], new float[5]);
        var file = File.ReadAllBytes(folder["a.npy"]);
        Assert.Equal(128 + 20, file.Length);
        Assert.Equal("\u0093NUMPY\u0001\0\u0076\0{'descr': '<f4', 'fortran_order': False, 'shape': (5,), }".PadRight(127) + "\n", Encoding.Latin1.GetString(file, 0, 128));
    }

    [Theory]
    [InlineData("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3)}", new[] { 0, 2, 4, 1, 3, 5 })]
    [InlineData("{\"shape\":(2L,3),\"descr\":\"<i4\",\"fortran_order\":False}", null)]
    [InlineData(" { 'shape' : ( 2 , 3 , ) , 'fortran_order' : False , 'descr' : '<i4' , } ", new[] { 0, 1, 2, 3, 4, 5 })]
    public void HeadersOfOthersAreRead(string header, int[]? expected)
    {
        var file = NpyFile(header, [.. Enumerable.Range(0, 6).SelectMany(BitConverter.GetBytes)]);
        if (expected is null) Assert.Contains("expected a dimension", Message(file), StringComparison.Ordinal);
        else Assert.Equal(expected, Read(file).Require(2, -1).As<int>().ToArray());
    }

    [Theory]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "'<c8' are not supported; convert with astype to one of uint8, int8, bool")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (1,), }", "'|f4' are not supported")]
    [InlineData("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", "'<U1' are not supported")]
    [InlineData("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "expected True or False")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "expected entries")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "4 bytes of data; expected 8 for float32 of shape [2]")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "expected a dimension")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "no file holds")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1}", "unknown entry 'x'")]
    [InlineData("{'descr': '<f4", "not closed")]
    [InlineData("", "expected '{'")]
    public void BadHeadersAreNamed(string header, string expected) => Assert.Contains(expected, Message(NpyFile(header, new byte[4])), StringComparison.Ordinal);

    [Theory]
    [InlineData("u1", "FF", "uint8", 255)]
    [InlineData("i1", "FF", "int8", -1)]
    [InlineData("b1", "01", "bool", 1)]
    [InlineData("u2", "FFFE", "uint16", 65534)]
    [InlineData("i2", "FFFE", "int16", -2)]
    [InlineData("u4", "FFFFFFFF", "uint32", 4294967295f)]
    [InlineData("i4", "FFFFFFFD", "int32", -3)]
    [InlineData("u8", "FFFFFFFFFFFFFFFF", "uint64", 18446744073709551615f)]
    [InlineData("i8", "FFFFFFFFFFFFFFFC", "int64", -4)]
    [InlineData("f2", "3E00", "float16", 1.5f)]
    [InlineData("f4", "C0200000", "float32", -2.5f)]
    [InlineData("f8", "3FB999999999999A", "float64", 0.1f)]
    public void EveryElementTypeIsReadInBothOrders(string code, string bigEndian, string name, float expected)
    {
        var big = Convert.FromHexString(bigEndian);
        byte[] little = [.. big.AsEnumerable().Reverse()];
        foreach (var (order, bytes) in ((string, byte[])[])[("<", little), (">", big), ("=", little)])
        {
            var array = Read(NpyFile($"{{'descr': '{order}{code}', 'fortran_order': False, 'shape': (), }}", bytes));
            Assert.Equal(name, array.ElementType);
            Assert.Equal([expected], array.ToSingles());
        }
    }

    [Fact]
    public void AnArrayIsReadOnlyWhenItIsAskedFor()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.npz"];
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            archive.Comment = "Größe 大";
            Put(archive, "images.npy", NpyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [7, 9]));
            Put(archive, "names.npy", NpyFile("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", new byte[4]));
            Put(archive, "README.txt", "hello"u8.ToArray());
        }
        var read = Npz.Read(path);
        Assert.Equal(["images", "names"], read.Names);
        Assert.Equal([7, 9], read["images"].As<byte>().ToArray());
        Assert.Contains("names: in the .npy header, elements '<U1' are not supported", Assert.Throws<InvalidDataException>(() => read["names"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherCompressionAndOverlapsAreNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.npz"];
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
            foreach (var name in (string[])["a.npy", "b.npy"]) Put(archive, name, NpyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", [7, 9]));
        var file = File.ReadAllBytes(path);
        var first = file.AsSpan().IndexOf("PK\u0001\u0002"u8);
        var second = first + 4 + file.AsSpan(first + 4).IndexOf("PK\u0001\u0002"u8);
        Assert.Contains("a: the member is compressed with bzip2; expected stored or deflated", Message(first + 10, 12), StringComparison.Ordinal);
        Assert.Contains("compressed with Zstandard", Message(first + 10, 93), StringComparison.Ordinal);
        Assert.Contains("a: the member is encrypted", Message(first + 8, 1), StringComparison.Ordinal);
        Assert.Contains("member 'b.npy' overlaps 'a.npy'", Message(second + 42, 1), StringComparison.Ordinal);
        Assert.Contains("cannot hold", Message(first + 27, 0x70), StringComparison.Ordinal);

        string Message(int at, byte value) => Hostile.MessageOf([.. file[..at], value, .. file[(at + 1)..]], path, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            _ = Npz.Read(path)["a"];
        });
    }

    private static void Put(ZipArchive archive, string name, byte[] content)
    {
        using var member = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        member.Write(content);
    }

    [Fact]
    public void WrongTypesShapesAndNamesAreNamed()
    {
        using var folder = new TemporaryFolder();
        var path = folder["a.npz"];
        Npz.Write(path, npz => npz.Add<byte>("images", [2, 1], [1, 2]));
        var archive = Npz.Read(path);
        Assert.Equal($"{path}: no array 'labels'; it holds 'images'.", Assert.Throws<InvalidDataException>(() => archive["labels"]).Message);
        Assert.Equal($"{path}: images: the elements are uint8; expected float32.", Assert.Throws<InvalidDataException>(() => archive["images"].As<float>().Length).Message);
        Assert.Equal($"{path}: images: the shape is [2, 1]; expected [any, 3].", Assert.Throws<InvalidDataException>(() => archive["images"].Require(-1, 3)).Message);
        Assert.Throws<FileNotFoundException>(() => Npz.Read(folder["b.npz"]));
    }

    [Fact]
    public void DamageIsReadOrRefusedClearly()
    {
        using var folder = new TemporaryFolder();
        var path = folder["x.npz"];
        Npz.Write(path, npz =>
        {
            npz.Add<byte>("a", [40], new byte[40]);
            npz.Add<float>("b", [2], [1, 2]);
        });
        var file = File.ReadAllBytes(path);
        void ReadArchive(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            var archive = Npz.Read(path);
            foreach (var name in archive.Names) archive[name].ToSingles();
        }
        Hostile.RequireThatPrefixesAreRefused(file, path, ReadArchive);
        var refused = Hostile.RequireThatAlterationsAreReadOrRefused(file, path, ReadArchive);
        Assert.InRange(refused, file.Length, 3 * file.Length);

        var plain = NpyFile("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", new byte[8]);
        Hostile.RequireThatPrefixesAreRefused(plain, "x.npy", bytes => Read(bytes));
        Hostile.RequireThatAlterationsAreReadOrRefused(plain, "x.npy", bytes => Read(bytes));
    }

    [Fact]
    public void ChangedContentFailsItsChecksum()
    {
        using var folder = new TemporaryFolder();
        var path = folder["x.npz"];
        using (var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        using (var member = archive.CreateEntry("x.npy", CompressionLevel.NoCompression).Open())
            member.Write(NpyFile("{'descr': '|u1', 'fortran_order': False, 'shape': (9,), }", "ABCDEFGHI"u8.ToArray()));
        Assert.Equal("ABCDEFGHI"u8.ToArray(), Npz.Read(path)["x"].As<byte>().ToArray());
        var file = File.ReadAllBytes(path);
        file[file.AsSpan().IndexOf("DEF"u8)] ^= 4;
        File.WriteAllBytes(path, file);
        Assert.Contains("x", Assert.Throws<InvalidDataException>(() => Npz.Read(path)["x"]).Message, StringComparison.Ordinal);
    }

    private static NpyArray Read(byte[] file) => NpyArray.Read(new MemoryStream(file), file.Length, null, "x.npy");

    private static string Message(byte[] file) => Hostile.MessageOf(file, "x.npy", bytes => Read(bytes));

    private static byte[] NpyFile(string header, byte[] data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. data];

    [Fact]
    public void TextsAreNumPysUnicodeArrays()
    {
        // The bytes of numpy.save for np.array(['é𝄞', 'a']): code points of 4 bytes, little-endian, filled up with zeros.
        var file = NpyText.Encode(["é𝄞", "a"]);
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0], file[..10]);
        Assert.Equal("{'descr': '<U2', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n", System.Text.Encoding.ASCII.GetString(file, 10, 118));
        Assert.Equal([0xE9, 0, 0, 0, 0x1E, 0xD1, 1, 0, 0x61, 0, 0, 0, 0, 0, 0, 0], file[128..]);
    }
}
