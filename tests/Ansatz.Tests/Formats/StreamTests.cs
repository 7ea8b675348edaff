using System.Text;
using Ansatz.Boltzmann;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tests.Fuzzing;
using Ansatz.Training;

namespace Ansatz.Tests.Formats;

/// <summary>Streams are read and written as files are: the same bytes, the same bounds, from the stream's position on, and they stay open.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void SafetensorsPassThroughStreamsThatCannotSeek()
    {
        var file = new Safetensors { Metadata = { ["format"] = "pt" } };
        file.Add("a", [2], new[] { 1f, -1f });
        file.Write(folder["x"]);
        var stream = new OneWayStream();
        file.Write(stream);
        Assert.Equal(File.ReadAllBytes(folder["x"]), stream.Written);
        var source = new OneWayStream(stream.Written);
        var read = Safetensors.Read(source);
        Assert.Equal("pt", read.Metadata["format"]);
        Assert.Equal([1f, -1f], read["a"].Values.ToArray());
        Assert.False(source.IsClosed || stream.IsClosed);
    }

    [Fact]
    public void SafetensorsBeginAtTheStreamsPosition()
    {
        var stream = new MemoryStream();
        stream.Write("before"u8);
        var file = new Safetensors();
        file.Add("a", [1], new[] { 3f });
        file.Write(stream);
        stream.Position = 6;
        Assert.Equal([3f], Safetensors.Read(stream)["a"].Values.ToArray());
        Assert.Equal(stream.Length, stream.Position);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(6, false)]
    public void ArchivesPassThroughStreams(int position, bool isOneWay)
    {
        using var seekable = new MemoryStream();
        using var oneWay = new OneWayStream();
        seekable.Write(new byte[position]);
        Npz.Write(isOneWay ? oneWay : seekable, npz => npz.Add<byte>("x", [3], [1, 2, 3]));
        seekable.Position = position;
        var archive = Npz.Read(isOneWay ? new OneWayStream(oneWay.Written) : seekable);
        seekable.Dispose();
        Assert.Equal([1, 2, 3], archive["x"].As<byte>().ToArray());
        Assert.Equal([1, 2, 3], archive["x"].As<byte>().ToArray());
        Assert.False(oneWay.IsClosed);
    }

    [Fact]
    public void AnArchiveInAStreamHasTheBytesOfItsFile()
    {
        Npz.Write(folder["x.npz"], npz => npz.Add<byte>("x", [3], [1, 2, 3]));
        var stream = new MemoryStream();
        Npz.Write(stream, npz => npz.Add<byte>("x", [3], [1, 2, 3]));
        Assert.Equal(File.ReadAllBytes(folder["x.npz"]), stream.ToArray());
    }

    [Fact]
    public void ModelsPassThroughStreamsThatCannotSeek()
    {
        var model = new RestrictedBoltzmannMachine(5, 3);
        model.Initialize(new Rng(1));
        var stream = new OneWayStream();
        ModelFile.Save(model, stream);
        ModelFile.Save(model, folder["m"]);
        Assert.Equal(File.ReadAllBytes(folder["m"]), stream.Written);
        var loaded = ModelFile.Load<RestrictedBoltzmannMachine>(new OneWayStream(stream.Written));
        var other = new RestrictedBoltzmannMachine(5, 3);
        ModelFile.LoadInto(other, new MemoryStream(stream.Written));
        Assert.Equal(ParametersHash.Of(model.Parameters()), ParametersHash.Of(loaded.Parameters()));
        Assert.Equal(ParametersHash.Of(model.Parameters()), ParametersHash.Of(other.Parameters()));
    }

    [Fact]
    public void DamagedStreamsAreRefusedByTheirName()
    {
        var stream = new OneWayStream();
        new Safetensors { Metadata = { ["architecture"] = "restricted-boltzmann-machine 2 1" } }.Write(stream);
        Hostile.RequireThatPrefixesAreRefused(stream.Written, "upload", bytes => Safetensors.Read(new OneWayStream(bytes), "upload"));
        Hostile.RequireThatPrefixesAreRefused(stream.Written, "upload", bytes => ModelFile.Load<Module>(new OneWayStream(bytes), "upload"));
        var archive = new MemoryStream();
        Npz.Write(archive, npz => npz.Add<byte>("x", [3], [1, 2, 3]));
        Hostile.RequireThatPrefixesAreRefused(archive.ToArray(), "upload", bytes => _ = Npz.Read(new OneWayStream(bytes), "upload")["x"]);
    }

    [Fact]
    public void AClaimOfManyBytesCostsNoMemory()
    {
        var header = Encoding.UTF8.GetBytes("""{"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""");
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. header, 1, 2, 3, 4];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Read(new OneWayStream(bytes)));
        Assert.Contains("4 bytes of data; expected 2000000000", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void AStreamThatEndsBeforeItsLengthIsRefused()
    {
        var stream = new MemoryStream();
        var file = new Safetensors();
        file.Add("a", [2], new float[2]);
        file.Write(stream);
        var error = Assert.Throws<InvalidDataException>(() => Safetensors.Read(new ShorterStream(stream.ToArray()[..^4]), "upload"));
        Assert.Contains("upload: the data ends earlier", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A stream whose length counts four bytes that do not come.</summary>
    private sealed class ShorterStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override long Length => base.Length + 4;
    }
}
