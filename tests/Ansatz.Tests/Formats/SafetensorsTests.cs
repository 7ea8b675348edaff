using System.Text;
using Ansatz.Formats;
using Ansatz.Tensors;
using FsCheck;
using FsCheck.Fluent;

namespace Ansatz.Tests.Formats;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<Dictionary<NonNull<string>, float[]>>(), arrays =>
        {
            var written = new Safetensors { Metadata = { ["quote \"'\\"] = "é\n" } };
            foreach (var (name, values) in arrays) written.Add(name.Get, [values.Length, 1], values);
            written.Write(folder["x"]);
            var read = Safetensors.Read(folder["x"]);
            return read.Metadata.SequenceEqual(written.Metadata) && read.Names.SequenceEqual(written.Names)
                && arrays.All(a => read[a.Key.Get].Shape == new Shape(a.Value.Length, 1) && read[a.Key.Get].Values.Span.SequenceEqual(a.Value));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TheBytesAreThoseOfTheFormat()
    {
        var file = new Safetensors { Metadata = { ["format"] = "pt" } };
        file.Add("b", [], new[] { 2f });
        file.Add("a", [1, 2], new[] { 1f, -1f });
        file.Write(folder["x"]);
        const string Header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}""";
        Assert.Equal(File(Header.PadRight((Header.Length + 7) / 8 * 8), 1f, -1f, 2f), System.IO.File.ReadAllBytes(folder["x"]));
    }

    [Fact]
    public void HalvesAndDoublesBecomeSingles()
    {
        const string Header = """{"h":{"dtype":"F16","shape":[2],"data_offsets":[12,16]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[8,12]},"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""";
        byte[] data = [.. BitConverter.GetBytes(0.1), 0x80, 0x3F, 0x20, 0xC0, .. BitConverter.GetBytes((Half)1.5), .. BitConverter.GetBytes(Half.NegativeInfinity)];
        var file = Read([.. File(Header), .. data]);
        Assert.Equal([0.1f], file["d"].Values.ToArray());
        Assert.Equal([1f, -2.5f], file["b"].Values.ToArray());
        Assert.Equal([1.5f, float.NegativeInfinity], file["h"].Values.ToArray());
    }

    [Theory]
    [InlineData("I64", "FEFFFFFFFFFFFFFF", -2f)]
    [InlineData("I32", "00000080", -2147483648f)]
    [InlineData("I16", "FFFF", -1f)]
    [InlineData("I8", "80", -128f)]
    [InlineData("U64", "FFFFFFFFFFFFFFFF", 18446744073709551615f)]
    [InlineData("U32", "01000000", 1f)]
    [InlineData("U16", "FFFF", 65535f)]
    [InlineData("U8", "FF", 255f)]
    [InlineData("BOOL", "01", 1f)]
    public void IntegersAndBooleansBecomeSingles(string type, string bytes, float expected)
    {
        var header = "{\"a\":{\"dtype\":\"" + type + "\",\"shape\":[],\"data_offsets\":[0," + bytes.Length / 2 + "]}}";
        var file = Read([.. File(header), .. Convert.FromHexString(bytes)]);
        Assert.Equal([expected], file["a"].Values.ToArray());
    }

    [Fact]
    public void AnArrayThatCannotBeReadIsNamedWhenItIsAskedFor()
    {
        const string Header = """{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"c":{"dtype":"F32","shape":[0,4000000000],"data_offsets":[8,8]},"d":{"dtype":"\u001b[31m","shape":[],"data_offsets":[8,8]}}""";
        var file = Read(File(Header, 0f, 2f));
        Assert.Equal(["a", "b", "c", "d"], file.Names);
        Assert.Equal([2f], file["b"].Values.ToArray());
        Assert.Contains("'a' is of type F8_E4M3; expected one of F32, F64", Assert.Throws<InvalidDataException>(() => file["a"]).Message, StringComparison.Ordinal);
        Assert.Contains("more elements than an array holds", Assert.Throws<InvalidDataException>(() => file["c"]).Message, StringComparison.Ordinal);
        Assert.Contains("of type \\u001B[31m", Assert.Throws<InvalidDataException>(() => file["d"]).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => file.Write(folder["y"]));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "'a' has 4 bytes; expected 8 for F32 of shape [2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[8,0]}}""", "'a' ends at byte 0, before it begins at 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' begins at byte 4 of the data; expected 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'b' begins at byte 0 of the data; expected 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "8 bytes of data; expected 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,8]}}""", "'a' has -1 in its shape")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4000000000,4000000000,4000000000],"data_offsets":[0,8]}}""", "'a' has 8 bytes; expected 9223372036854775807")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "'a' has 1 data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", "'a' has no data_offsets")]
    [InlineData("""{"a":{"shape":[1]}}""", "'a' has no dtype")]
    [InlineData("""{"a":7}""", "'a' in the header is Number")]
    [InlineData("""{"__metadata__":{"a":1}}""", "metadata 'a' is Number")]
    [InlineData("""{"a":{},"a":{}}""", "not sound JSON")]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{"a":""", "not sound JSON")]
    public void BadHeadersAreNamed(string header, string expected) =>
        Assert.Contains(expected, Hostile.MessageOf(File(header, 1f, 2f), folder["x"], bytes => Read(bytes)), StringComparison.Ordinal);

    [Fact]
    public void DamageIsReadOrRefusedClearly()
    {
        var file = File("""{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 1f, 2f);
        Hostile.RequireThatPrefixesAreRefused(file, folder["x"], bytes => Read(bytes));
        Hostile.RequireThatAlterationsAreReadOrRefused(file, folder["x"], bytes => Read(bytes));
    }

    [Fact]
    public void WrongNamesAndShapesAreNamed()
    {
        var file = new Safetensors();
        file.Add("a", [2], new float[2]);
        Assert.Contains("'a' is taken", Assert.Throws<ArgumentException>(() => file.Add("a", [2], new float[2])).Sentence(), StringComparison.Ordinal);
        Assert.Contains("'b' has 2 values; expected 3", Assert.Throws<ArgumentException>(() => file.Add("b", [3], new float[2])).Sentence(), StringComparison.Ordinal);
        Assert.Contains("no array 'c' among its 1 ('a' is the first)", Assert.Throws<InvalidDataException>(() => file["c"]).Message, StringComparison.Ordinal);
    }

    private Safetensors Read(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(folder["x"], bytes);
        return Safetensors.Read(folder["x"]);
    }

    private static byte[] File(string header, params float[] values) =>
        [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. values.SelectMany(BitConverter.GetBytes)];
}
