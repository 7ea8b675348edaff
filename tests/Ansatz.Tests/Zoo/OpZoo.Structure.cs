using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private static IEnumerable<OpRow> Movements() =>
    [
        Movement("BroadcastTo", x => x[0].BroadcastTo([4, 2, 5, 3, 3]), x => Doubles.Build([4, 2, 5, 3, 3], i => x[0].Broadcast(i)),
            [[]], [[3]], [[1]], [[3, 1]], [[5, 1, 3]], [[2, 1, 1, 1]], [[4, 1, 5, 1, 3]], [[4, 2, 5, 3, 1]], [[1, 2, 1, 3, 3]]),
        Movement("Concat along 0", x => Tensor.Concat(0, x), x => Concat(0, x), [[2, 3], [1, 3], [4, 3]], [[5], [17]], [[0, 2], [3, 2]], [[1, 2, 2, 2, 2], [1, 2, 2, 2, 2]]),
        Movement("Concat along 1", x => Tensor.Concat(1, x), x => Concat(1, x), [[2, 3], [2, 1]], [[2, 1, 3], [2, 4, 3], [2, 0, 3]], [[300, 33], [300, 7]]),
        Movement("Concat along the last", x => Tensor.Concat(-1, x), x => Concat(x[0].Shape.Rank - 1, x), [[2, 3], [2, 1]], [[2, 5, 1], [2, 5, 16]], [[7], [9]], [[0, 3], [0, 2]]),
        Movement("Gather along 0", x => x[0].Gather(0, 2, 0, -1, 2, 1), x => Gather(0, [2, 0, -1, 2, 1], x[0]), [[3]], [[4, 5]], [[3, 2, 2]], [[3, 0]]),
        Movement("Gather along the last", x => x[0].Gather(-1, 4, 3, -1, 0, 0), x => Gather(x[0].Shape.Rank - 1, [4, 3, -1, 0, 0], x[0]), [[5]], [[4, 5]], [[300, 6]], [[2, 3, 5]]) with { Batched = null },
        Movement("Gather none", x => x[0].Gather(1), x => Gather(1, [], x[0]), [[2, 3]]),
        Movement("Flip", x => x[0].Flip(1), x => Gather(1, [.. Enumerable.Range(1, x[0].Shape[1]).Select(i => x[0].Shape[1] - i)], x[0]), [[2, 3]], [[3, 1, 2]], [[2, 17, 5]], [[2, 0]]),
        Movement("UpsampleNearest2D", x => x[0].UpsampleNearest2D(2), x => Upsample(x[0], 2), [[1, 1, 1, 1]], [[2, 3, 4, 5]]) with { Batched = [true] },
        Movement("Pad along 0", x => x[0].Pad(0, 2, 1), x => Pad(x[0], 0, 2, 1, 0), [[3]], [[2, 3]], [[0, 2]], [[300, 17]]),
        Movement("Pad along 1 with 7", x => x[0].Pad(1, 0, 3, 7), x => Pad(x[0], 1, 0, 3, 7), [[2, 3]], [[2, 3, 5]], [[2, 0]]) with { Batched = [true] },
        Movement("Sort", x => x[0].Sort(), x => Sorted(x[0], x[0].Shape.Rank - 1, 1), [[1]], [[17]], [[3, 5]], [[2, 3, 40]], [[2, 0]], [[3, 3000]]),
        Movement("Sort along 0, descending", x => x[0].Sort(0, descending: true), x => Sorted(x[0], 0, -1), [[3]], [[5, 3]], [[40, 2, 3]], [[300, 17]]),
        Movement("Sort along 1", x => x[0].Sort(1), x => Sorted(x[0], 1, 1), [[3, 4]], [[2, 5, 3]]) with { Batched = [true] },
        Movement("Stack along 0", x => Tensor.Stack(0, x), x => Stack(0, x), [[2, 3], [2, 3]], [[], [], []], [[0, 2], [0, 2]]),
        Movement("Stack along the last", x => Tensor.Stack(-1, x), x => Stack(x[0].Shape.Rank, x), [[2, 3], [2, 3]], [[], []], [[17], [17], [17]]),
        Movement("Permute 1 0", x => x[0].Permute(1, 0), x => Permute(x[0], 1, 0), [[1, 1]], [[3, 5]], [[16, 16]], [[33, 70]], [[1, 9]], [[0, 4]], [[200, 170]]),
        Movement("Permute 0 2 1", x => x[0].Permute(0, 2, 1), x => Permute(x[0], 0, 2, 1), [[2, 3, 4]], [[3, 17, 33]], [[4, 36, 3]], [[2, 1, 5]]) with { Batched = [true] },
        Movement("Permute 2 1 0", x => x[0].Permute(2, 1, 0), x => Permute(x[0], 2, 1, 0), [[2, 3, 4]], [[18, 5, 35]]),
        Movement("Permute 0 3 1 2", x => x[0].Permute(0, 3, 1, 2), x => Permute(x[0], 0, 3, 1, 2), [[2, 3, 4, 5]], [[2, 9, 9, 33]], [[1, 1, 1, 1]]) with { Batched = [true] },
        Movement("Permute 1 0 2", x => x[0].Permute(1, 0, 2), x => Permute(x[0], 1, 0, 2), [[2, 3, 4]], [[5, 7, 33]]),
        Movement("Permute 3 1 4 0 2", x => x[0].Permute(3, 1, 4, 0, 2), x => Permute(x[0], 3, 1, 4, 0, 2), [[2, 3, 4, 2, 3]], [[3, 1, 2, 5, 1]]),
        Movement("Permute nothing", x => x[0].Permute(), x => x[0], [new Shape()]),
        Movement("Transpose", x => x[0].Transpose(), x => Permute(x[0], [.. Enumerable.Range(0, x[0].Shape.Rank - 2), x[0].Shape.Rank - 1, x[0].Shape.Rank - 2]), [[3, 5]], [[2, 3, 4]]),
        Movement("Reshape", x => x[0].Reshape([3, x[0].Length / 3]), x => new Doubles([3, x[0].Length / 3], x[0].Values), [[6]], [[2, 3]], [[3, 2, 2]], [[0]]),
        Movement("Reshape with −1", x => x[0].Reshape(-1, 3), x => new Doubles([x[0].Length / 3, 3], x[0].Values), [[6]], [[3, 2]], [[0]]),
        Movement("Slice along 0", x => x[0].Slice(0, 1, 2), x => Gather(0, [1, 2], x[0]), [[3]], [[4, 5]], [[300, 17]]),
        Movement("Slice along 1", x => x[0].Slice(1, 2, 3), x => Gather(1, [2, 3, 4], x[0]), [[2, 6]], [[2, 5, 3]], [[300, 40]]) with { Batched = [true] },
        Movement("Slice of nothing", x => x[0].Slice(1, 2, 0), x => Gather(1, [], x[0]), [[2, 6]]),
        Movement("Where", x => x[0].IsBetween(-1, 1).Where(x[1], x[2]),
            x => Doubles.Build(Shape.Broadcast(x[0].Shape, Shape.Broadcast(x[1].Shape, x[2].Shape)), i => x[0].Broadcast(i) is >= -1 and <= 1 ? x[1].Broadcast(i) : x[2].Broadcast(i)),
            [[], [], []], [[17], [17], [17]], [[3], [2, 3], [1]], [[2, 1], [3], []], [[16389], [16389], [16389]]),
    ];

    /// <summary>Nothing is computed, so nothing may differ.</summary>
    private static OpRow Movement(string name, Func<Tensor[], Tensor> apply, Func<Doubles[], Doubles> reference, params Shape[][] cases) =>
        new(name, apply, reference) { Cases = cases, Domains = [.. Enumerable.Repeat(Domain.Reals, cases.Max(c => c.Length))], Ulps = 0 };

    private static Doubles Concat(int axis, Doubles[] parts)
    {
        var shape = parts[0].Shape.ToArray();
        shape[axis] = parts.Sum(p => p.Shape[axis]);
        return Doubles.Build(new Shape(shape), index =>
        {
            var at = index.ToArray();
            var part = 0;
            while (at[axis] >= parts[part].Shape[axis]) at[axis] -= parts[part++].Shape[axis];
            return parts[part][at];
        });
    }

    private static Doubles Gather(int axis, int[] positions, Doubles x)
    {
        var shape = x.Shape.ToArray();
        shape[axis] = positions.Length;
        return Doubles.Build(new Shape(shape), index =>
        {
            var at = index.ToArray();
            at[axis] = positions[index[axis]];
            return at[axis] < 0 ? 0 : x[at];
        });
    }

    private static Doubles Pad(Doubles x, int axis, int before, int after, double value)
    {
        var shape = x.Shape.ToArray();
        shape[axis] += before + after;
        return Doubles.Build(new Shape(shape), index =>
        {
            var at = index.ToArray();
            at[axis] -= before;
            return at[axis] >= 0 && at[axis] < x.Shape[axis] ? x[at] : value;
        });
    }

    private static Doubles Sorted(Doubles x, int axis, int direction) =>
        Doubles.Build(x.Shape, index => Enumerable.Range(0, x.Shape[axis]).Select(n => x[[.. index[..axis], n, .. index[(axis + 1)..]]]).OrderBy(v => direction * v).ElementAt(index[axis]));

    private static Doubles Stack(int axis, Doubles[] parts) =>
        Doubles.Build(new Shape([.. parts[0].Shape.Dimensions[..axis], parts.Length, .. parts[0].Shape.Dimensions[axis..]]), index => parts[index[axis]][[.. index[..axis], .. index[(axis + 1)..]]]);

    private static Doubles Upsample(Doubles x, int factor) =>
        Doubles.Build([x.Shape[0], factor * x.Shape[1], factor * x.Shape[2], x.Shape[3]], i => x[i[0], i[1] / factor, i[2] / factor, i[3]]);

    private static Doubles Permute(Doubles x, params int[] order) =>
        Doubles.Build(new Shape([.. order.Select(a => x.Shape[a])]), index =>
        {
            var at = new int[index.Length];
            for (var i = 0; i < at.Length; i++) at[order[i]] = index[i];
            return x[at];
        });
}
