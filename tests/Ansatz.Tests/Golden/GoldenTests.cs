namespace Ansatz.Tests.Golden;

public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. Checksums.Names];

    [Theory, MemberData(nameof(Names))]
    public void TheBitsAreThoseOnRecord(string name) => Assert.Equal(Checksums.Golden(name), Checksums.Compute(name));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(2, "DOTNET_EnableAVX512=0")]
    [InlineData(2, "DOTNET_EnableAVX2=0")]                                  // 128-bit vectors and software FMA
    [InlineData(2, "DOTNET_EnableHWIntrinsic=0")]                           // no vectors at all
    [InlineData(2, "GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA")]           // another C library, as it were
    public void TheBitsAreTheSameOnAnyThreadsAndHardware(int threads, params string[] environment)
    {
        var found = ChildProcess.Run(Checksums.Names, threads, environment);
        Assert.Equal(Checksums.Names.Select(name => (name, Checksums.Golden(name))), found.Select(row => (row.Key, row.Value)));
    }
}
