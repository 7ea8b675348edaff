using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

[Collection(KernelCollection.Name)]
public sealed unsafe class ColumnSumTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(7, 33)]
    [InlineData(513, 16)]
    [InlineData(5000, 3)]
    [InlineData(40, 5000)]
    [InlineData(4096, 1)]
    public void AgreesWithTheNaiveSum(int rows, int columns)
    {
        var x = KernelData.Values(rows * columns, 1);
        var y = SameBits.Everywhere(() =>
        {
            var result = KernelData.Values(columns, 2);
            fixed (float* px = x, py = result) ColumnSum.Run(rows, columns, px, py);
            return result;
        });
        for (var j = 0; j < columns; j++)
        {
            double sum = 0, size = 0;
            for (var i = 0; i < rows; i++) (sum, size) = (sum + x[i * columns + j], size + Math.Abs(x[i * columns + j]));
            Assert.True(Math.Abs(y[j] - sum) <= 1e-6 * size, $"Column {j} is {y[j]}, expected {sum}.");
        }
    }
}
