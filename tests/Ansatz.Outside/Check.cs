using Ansatz.Tensors;

namespace Outside;

/// <summary>Throws where something is not as it should be.</summary>
internal static class Check
{
    public static void Done(string what) => Console.WriteLine($"{what}: works");

    public static void That(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException($"{what} does not hold");
    }

    public static void Near(double expected, double found, double tolerance, string what) =>
        That(Math.Abs(expected - found) <= tolerance, $"{what}: {found}, expected {expected} ± {tolerance}");

    /// <summary>Compares the gradient of ∑ f(x)·weights with central differences.</summary>
    public static void Gradient(Func<Tensor, Tensor> f, float[] at, Shape shape, string what)
    {
        float Value(float[] x) => f(Tensor.From(x, shape)).Sum().Item();
        using var tape = new Tape();
        var tracked = tape.Watch(Tensor.From(at, shape));
        var gradient = tape.Backward(f(tracked).Sum())[tracked].ToArray();
        const float H = 1e-2f;
        for (var i = 0; i < at.Length; i++)
        {
            float[] above = [.. at], below = [.. at];
            above[i] += H;
            below[i] -= H;
            Near((Value(above) - Value(below)) / (2 * H), gradient[i], 2e-2 * (1 + Math.Abs(gradient[i])), what);
        }
    }
}

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ansatz-outside-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
