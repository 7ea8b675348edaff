using Ansatz.Tensors;
using MathNet.Numerics.LinearAlgebra;

namespace Ansatz.Tests.Tensors.Kernels;

public sealed class SymmetricEigenTests
{
    private static Matrix<double> Matrix(int n, int seed, string kind)
    {
        var values = KernelData.Values(n * n, seed);
        var a = Matrix<double>.Build.Dense(n, n, (i, j) => values[i * n + j]);
        return kind switch
        {
            "positive" => a * a.Transpose(),
            "deficient" => a.SubMatrix(0, n, 0, Math.Max(1, n / 2)) * a.SubMatrix(0, n, 0, Math.Max(1, n / 2)).Transpose(),
            "huge and tiny" => Matrix<double>.Build.Dense(n, n, (i, j) => (a[i, j] + a[j, i]) * Math.Pow(10, 6 - 2 * (i + j))),
            "identity" => Matrix<double>.Build.DenseIdentity(n),
            _ => a + a.Transpose(),
        };
    }

    public static TheoryData<int, string> Cases => new MatrixTheoryData<int, string>([1, 2, 3, 8, 25], ["indefinite", "positive", "deficient", "huge and tiny", "identity"]);

    [Theory, MemberData(nameof(Cases))]
    public void ItAgreesWithMathNet(int n, string kind)
    {
        var a = Matrix(n, n, kind);
        var scale = a.L2Norm();
        var (values, vectors) = SymmetricEigen.Decompose(n, a.ToRowMajorArray());
        var expected = a.Evd(Symmetricity.Symmetric).EigenValues.Select(c => c.Real).Order().ToArray();
        foreach (var (e, v) in expected.Zip(values.Order())) Assert.Equal(e, v, 1e-13 * n * scale);

        var v1 = Matrix<double>.Build.DenseOfRowMajor(n, n, vectors);
        Assert.Equal(0, (v1.TransposeThisAndMultiply(v1) - Matrix<double>.Build.DenseIdentity(n)).L2Norm(), 1e-14 * n);
        Assert.Equal(0, (a * v1 - v1 * Matrix<double>.Build.DenseOfDiagonalArray(values)).L2Norm(), 1e-14 * n * scale);
    }

    [Theory]
    [InlineData("positive")]
    [InlineData("deficient")]
    public void ARootSquaredIsTheMatrix(string kind)
    {
        var a = Matrix(6, 3, kind);
        var root = Matrix<double>.Build.DenseOfRowMajor(6, 6, SymmetricEigen.Root(6, a.ToRowMajorArray()));
        Assert.Equal(0, (root * root - a).L2Norm(), 1e-13 * a.L2Norm());
        Assert.Equal(0, (root - root.Transpose()).L2Norm(), 1e-15 * a.L2Norm());
    }
}
