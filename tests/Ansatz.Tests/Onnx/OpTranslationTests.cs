using Ansatz.Onnx;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Onnx;

/// <summary>Every op of the zoo, exported and run by ONNX Runtime, gives what it gives here.</summary>
public sealed class OpTranslationTests
{
    /// <summary>Rows that no exported model contains, each with the reason.</summary>
    private static readonly Dictionary<string, string> untranslated = new(StringComparer.Ordinal)
    {
        ["Cholesky"] = "ONNX has no such decomposition; of parameters, the library computes it before the export",
        ["LogDet"] = "the same",
        ["RowChain"] = "flows take their steps one by one in a trace, and each step has a translation",
        ["BatchNormalize"] = "runs in training only",
    };

    public static TheoryData<string> Names => [.. OpZoo.Rows.Select(r => r.Name).Where(n => !untranslated.Keys.Any(n.StartsWith))];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnOpGivesTheSame(string name)
    {
        var row = OpZoo.Row(name);
        foreach (var shapes in row.Cases.Where(c => c.All(s => s.Size is > 0 and < 10_000)))
            foreach (var magnitude in row.Magnitudes)
            {
                var model = OnnxModel.Trace("op", trace => trace.Output("y", row.Apply([.. row.Draw(shapes, magnitude, trace.BatchSize).Select((x, i) => trace.FixedInput($"x{i}", x))])));
                var inputs = row.Draw(shapes, magnitude, 1);
                var found = OnnxRuntime.Run(model, [.. inputs.Select((x, i) => ($"x{i}", x))])["y"];
                OnnxRuntime.AssertClose(row.Apply(inputs), found, $"{name} of {string.Join(" and ", shapes)} at {magnitude}");
            }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnOpGivesTheSameForAnyBatch(string name)
    {
        var row = OpZoo.Row(name);
        if (row.Batched is not { } batched) return;
        foreach (var shapes in row.Cases.Where(c => c.Zip(batched).All(s => s.First.Size is > 0 and < 10_000 && (s.First.Rank > 0 || !s.Second))))
        {
            var model = OnnxModel.Trace("op", trace => trace.Output("y", row.Apply([.. Draw(trace.BatchSize).Select((x, i) => batched[i] ? trace.FixedInput($"x{i}", x) : trace.Tape.Enter(x))])));
            foreach (var count in new[] { 1, 3, 64 })
            {
                var inputs = Draw(count);
                var found = OnnxRuntime.Run(model, [.. inputs.Select((x, i) => ($"x{i}", x)).Where((_, i) => batched[i])])["y"];
                OnnxRuntime.AssertClose(row.Apply(inputs), found, $"{name}, {count} examples, {string.Join(" and ", shapes)}");
            }

            // Constants are the same in every draw.
            Tensor[] Draw(int count)
            {
                var some = row.Draw([.. shapes.Select((s, i) => batched[i] ? new Shape(count).Concat(s[1..]) : s)], 1, count);
                var constants = row.Draw(shapes, 1, 0);
                return [.. some.Select((x, i) => batched[i] ? x : constants[i])];
            }
        }
    }
}
