using Ansatz.Tensors;
using Ansatz.Tests.Tensors.Kernels;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>What holds for every op of the zoo.</summary>
[Collection(KernelCollection.Name)]
public sealed class OpLaws
{
    public static TheoryData<string> Names => [.. OpZoo.Rows.Select(r => r.Name)];

    public static TheoryData<string> Differentiable => [.. OpZoo.Rows.Where(r => r.HasGradient).Select(r => r.Name)];

    public static TheoryData<string> PerExample => [.. OpZoo.Rows.Where(r => r.Batched is not null).Select(r => r.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheValueIsTheReferences(string name)
    {
        var row = OpZoo.Row(name);
        for (var i = 0; i < row.Cases.Length; i++)
        {
            foreach (var magnitude in row.Cases[i].Sum(s => s.Size) < 4000 ? row.Magnitudes : [1]) CheckValue(row, row.Draw(row.Cases[i], magnitude, seed: i + 1));
            if (row.IsElementwise) CheckValue(row, row.DrawHard(row.Cases[i], seed: i + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void TheGradientIsTheReferencesAlongARandomDirection(string name)
    {
        var row = OpZoo.Row(name);
        for (var i = 0; i < row.Cases.Length; i++)
            foreach (var magnitude in row.Magnitudes)
            {
                var inputs = row.Draw(row.Cases[i], magnitude, seed: i + 1);
                if (inputs.Any(x => x.Length == 0) || inputs.Sum(x => x.Length) > 4000) continue;
                var check = new DirectionalCheck(row, inputs, seed: i + 1);
                check.AlongARandomDirection();
            }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void EachPartialDerivativeIsTheReferences(string name)
    {
        var row = OpZoo.Row(name);
        for (var i = 0; i < row.Cases.Length; i++)
            foreach (var magnitude in row.Magnitudes)
            {
                var inputs = row.Draw(row.Cases[i], magnitude, seed: i + 7);
                if (inputs.Sum(x => x.Length) > 80) continue;
                var check = new DirectionalCheck(row, inputs, seed: i + 7);
                check.AlongEachCoordinate();
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NeitherThreadsNorInstructionSetChangeABit(string name)
    {
        var row = OpZoo.Row(name);
        var largest = row.Cases.MaxBy(shapes => shapes.Sum(s => s.Size))!;
        var inputs = row.Draw(largest, row.Magnitudes[^1], seed: 3);
        SameBits.Everywhere(() =>
        {
            var run = new Run(row, inputs, seed: 5);
            return [.. run.Output.ToArray(), .. run.Gradients.SelectMany(g => g)];
        });
    }

    [Theory]
    [MemberData(nameof(PerExample))]
    public void ABatchGivesTheBitsOfItsSingles(string name)
    {
        var row = OpZoo.Row(name);
        foreach (var shapes in row.Cases)
        {
            if (shapes.Any(s => s.Rank == 0)) continue;
            var inputs = row.Draw(shapes, row.Magnitudes[0], seed: 11);
            var batched = Enumerable.Range(0, inputs.Length).Where(i => row.Batched![i]).ToArray();
            var count = inputs[batched[0]].Shape[0];
            if (inputs.Any(x => x.Length > 4000)) continue;
            var whole = new Run(row, inputs, seed: 5);
            for (var n = 0; n < count; n++)
            {
                var single = new Run(row, [.. inputs.Select((x, i) => row.Batched![i] ? Example(x, n) : x)], seed: 5, Example(whole.Weights, n));
                Assert.Equal(Example(whole.Output, n).ToArray(), single.Output.ToArray());
                foreach (var i in batched)
                    Assert.Equal(whole.Gradients[i][(n * single.Gradients[i].Length)..((n + 1) * single.Gradients[i].Length)], single.Gradients[i]);
            }
        }
    }

    [Fact]
    public void EveryOpHasItsRow()
    {
        var recorded = new HashSet<Type>();
        foreach (var row in OpZoo.Rows)
        {
            var inputs = row.Draw(row.Cases.MinBy(shapes => shapes.Sum(s => s.Size))!, 1, seed: 1);
            using var tape = new Tape();
            row.Apply([.. inputs.Select(tape.Watch)]);
            if (tape.Nodes.Length == 0) continue;
            var op = tape.Nodes[^1].Op.GetType();
            recorded.Add(op.IsGenericType ? op.GetGenericArguments()[0] : op);
        }
        var missing = typeof(Tensor).Assembly.GetTypes()
            .Where(t => (t.IsValueType && (typeof(IUnary).IsAssignableFrom(t) || typeof(IBinary).IsAssignableFrom(t)))
                || (t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !t.IsGenericType))
            .Where(t => !recorded.Contains(t));
        Assert.Empty(missing);
    }

    private static void CheckValue(OpRow row, Tensor[] inputs)
    {
        var actual = row.Apply(inputs);
        Doubles[] exactInputs = [.. inputs.Select(Doubles.From)];
        var exact = row.Reference(exactInputs);
        var magnitude = row.Magnitude?.Invoke(exactInputs);
        Assert.Equal(exact.Shape, actual.Shape);
        var elements = actual.ToArray();
        for (var i = 0; i < elements.Length; i++)
        {
            var isNear = Ulps.AreNear(elements[i], exact.Values[i], row.Ulps, magnitude?.Values[i] ?? 0);
            var signOfZeroIsWrong = row.Ulps <= 0.5 && exact.Values[i] == 0 && double.IsNegative(exact.Values[i]) != float.IsNegative(elements[i]);
            if (isNear && !signOfZeroIsWrong) continue;
            var at = row.IsElementwise && inputs.All(x => x.Shape == actual.Shape) ? string.Join(", ", inputs.Select(x => x.ToArray()[i].ToString("R"))) : $"element {i}";
            Assert.Fail($"{row.Name} of {string.Join(" and ", inputs.Select(x => x.Shape))} at {at} is {elements[i]:R}, expected {exact.Values[i]:R}, "
                + $"{Math.Abs(elements[i] - exact.Values[i]) / Ulps.Of(Math.Max(Math.Abs(exact.Values[i]), magnitude?.Values[i] ?? 0)):G4} ulp off where {row.Ulps} are allowed.");
        }
    }

    private static Tensor Example(Tensor x, int n)
    {
        var length = x.Length / x.Shape[0];
        return Tensor.From(x.ToArray().AsSpan(n * length, length), [1, .. x.Shape.Dimensions[1..]]);
    }
}
