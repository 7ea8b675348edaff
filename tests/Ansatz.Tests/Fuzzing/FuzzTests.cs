namespace Ansatz.Tests.Fuzzing;

public sealed class FuzzTests : IDisposable
{
    private const int Inputs = 2000;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(t => t.Name)];

    // Thousands of files are written: in memory, if the system has such a folder.
    private readonly DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), Path.GetRandomFileName()));

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Two thousand mutations of each kind of file, always the same ones, in about a second; scripts/fuzz.sh tries others for hours.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public void AnyBytesAreReadOrRefused(string name)
    {
        var sum = Fuzzer.Run(FuzzTargets.Find(name), seed: 1, Inputs, TimeSpan.FromMinutes(1), folder.FullName);
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {sum}");
        Assert.InRange(sum.Read, 1, sum.Inputs - 1);
    }

    [Fact]
    public void AnUndocumentedExceptionIsFound()
    {
        var target = new FuzzTarget("bad", [[1, 2, 3]], (bytes, _) => GC.KeepAlive(bytes[2]));
        var found = Assert.Throws<InvalidOperationException>(() => Fuzzer.Run(target, 1, 1000, TimeSpan.FromMinutes(1), folder.FullName));
        Assert.StartsWith("bad: IndexOutOfRangeException", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnAllocationBeyondTheBoundIsFound()
    {
        var target = new FuzzTarget("bad", [[0]], (bytes, _) => GC.KeepAlive(bytes.Length > 1 ? new byte[100 << 20] : bytes));
        var found = Assert.Throws<InvalidOperationException>(() => Fuzzer.Run(target, 1, 1000, TimeSpan.FromMinutes(1), folder.FullName));
        Assert.Contains("bytes allocated", found.Message, StringComparison.Ordinal);
    }
}
