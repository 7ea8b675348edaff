namespace Ansatz.Tests;

public sealed class HouseTests
{
    [Fact]
    public void TheLibraryNeedsNothingButDotNet()
    {
        var foreign = typeof(Ansatz.Tensors.Shape).Assembly.GetReferencedAssemblies()
            .Where(a => !a.Name!.StartsWith("System", StringComparison.Ordinal));
        Assert.Empty(foreign);
    }
}
