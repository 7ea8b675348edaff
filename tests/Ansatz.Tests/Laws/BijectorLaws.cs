using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>What is true of every bijector, as plain assertions on a case, so that a user's own bijector can be held to them too.</summary>
public static class BijectorLaws
{
    private const double Tolerance = 2e-3;

    public static void HoldAll(BijectorCase c)
    {
        InverseUndoesForward(c);
        LogDetIsTheJacobiansByTape(c);
        LogDetIsTheJacobiansByDifferences(c);
        InverseLogDetIsMinusForwardLogDet(c);
        BatchEqualsItsSingles(c);
        FiniteAtTheEdges(c);
        CodomainIsWhatForwardGives(c);
        GradientsReachTheParameters(c);
    }

    public static void InverseUndoesForward(BijectorCase c)
    {
        var x = c.Inputs(200);
        var (y, logDet) = c.Whole.ForwardAndLogDet(x);
        Assert.Equal(y.Shape[..^c.Whole.OutputEventRank], logDet.Shape);
        var back = c.Whole.Inverse(y);
        Assert.Equal(x.Shape, back.Shape);
        Near.All(x, back, Tolerance);
        Near.All(y, c.Whole.Forward(back), Tolerance);
        Assert.Equal(y.ToArray(), c.Whole.Forward(x).ToArray());
    }

    /// <summary>Rows of the Jacobian by one backward pass an output.</summary>
    public static void LogDetIsTheJacobiansByTape(BijectorCase c)
    {
        const int Count = 20;
        var x = c.Inputs(Count);
        var jacobians = new double[Count * BijectorCase.BatchLength, c.Event.Size, c.Event.Size];
        for (var row = 0; row < c.Event.Size; row++)
        {
            using var tape = new Tape();
            var watched = tape.Watch(x);
            var outputs = c.Whole.Forward(watched).Reshape([x.Length / c.Event.Size, c.Output.Size]);
            var gradient = tape.Backward(outputs.Slice(-1, FreeOutput(c, row), 1).Sum())[watched].ToArray();
            for (var n = 0; n < jacobians.GetLength(0); n++)
                for (var column = 0; column < c.Event.Size; column++)
                    jacobians[n, row, column] = gradient[n * c.Event.Size + column];
        }
        AssertLogDets(c, x, jacobians);
    }

    /// <summary>Columns of the Jacobian by central differences of fourth order: (8(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h.</summary>
    public static void LogDetIsTheJacobiansByDifferences(BijectorCase c)
    {
        const int Count = 20;
        const float Step = 1f / 256;
        var x = c.Inputs(Count);
        var size = c.Event.Size;
        var jacobians = new double[Count * BijectorCase.BatchLength, size, size];
        for (var column = 0; column < size; column++)
        {
            float[] At(int steps)
            {
                var moved = x.ToArray();
                for (var i = column; i < moved.Length; i += size) moved[i] += steps * Step;
                return c.Whole.Forward(Tensor.From(moved, x.Shape)).ToArray();
            }
            float[] f1 = At(1), g1 = At(-1), f2 = At(2), g2 = At(-2);
            for (var n = 0; n < jacobians.GetLength(0); n++)
                for (var row = 0; row < size; row++)
                {
                    var i = n * c.Output.Size + FreeOutput(c, row);
                    jacobians[n, row, column] = (8.0 * ((double)f1[i] - g1[i]) - ((double)f2[i] - g2[i])) / (12.0 * Step);
                }
        }
        AssertLogDets(c, x, jacobians);
    }

    public static void InverseLogDetIsMinusForwardLogDet(BijectorCase c)
    {
        var (y, forward) = c.Whole.ForwardAndLogDet(c.Inputs(200));
        Near.All(-forward, c.Whole.InverseLogDetJacobian(y), Tolerance);
    }

    public static void BatchEqualsItsSingles(BijectorCase c)
    {
        const int Count = 7;
        var x = c.Inputs(Count);
        var (y, logDet) = c.Whole.ForwardAndLogDet(x);
        var (back, backLogDet) = c.Whole.InverseAndLogDet(y);
        for (var b = 0; b < BijectorCase.BatchLength; b++)
            for (var n = 0; n < Count; n++)
            {
                Tensor Of(Tensor all) => BijectorCase.Member(BijectorCase.Member(all, n), b);
                var (singleY, singleLogDet) = c.Single(b).ForwardAndLogDet(Of(x));
                Assert.Equal(Of(y).ToArray(), singleY.ToArray());
                Assert.Equal(Of(logDet).ToArray(), singleLogDet.ToArray());
                var (singleX, singleBackLogDet) = c.Single(b).InverseAndLogDet(Of(y));
                Assert.Equal(Of(back).ToArray(), singleX.ToArray());
                Assert.Equal(Of(backLogDet).ToArray(), singleBackLogDet.ToArray());
            }
    }

    public static void FiniteAtTheEdges(BijectorCase c)
    {
        foreach (var edge in c.HardInputs)
        {
            var (y, logDet) = c.Whole.ForwardAndLogDet(Filled(c.Event, edge));
            Assert.All(y.ToArray(), v => Assert.True(float.IsFinite(v), $"forward at {edge}: {v}"));
            Assert.All(logDet.ToArray(), v => Assert.True(float.IsFinite(v), $"forward log-determinant at {edge}: {v}"));
        }
        foreach (var edge in c.HardOutputs)
        {
            var (x, logDet) = c.Whole.InverseAndLogDet(Filled(c.Output, edge));
            Assert.All(x.ToArray(), v => Assert.True(float.IsFinite(v), $"inverse at {edge}: {v}"));
            Assert.All(logDet.ToArray(), v => Assert.True(float.IsFinite(v), $"inverse log-determinant at {edge}: {v}"));
        }
    }

    public static void CodomainIsWhatForwardGives(BijectorCase c)
    {
        Assert.True(c.Whole.Domain.ContainsAll(c.Inputs(50)));
        Assert.True(c.Whole.Codomain.ContainsAll(c.Whole.Forward(c.Inputs(50))));
        foreach (var outside in c.Unreachable.Concat([float.NaN, float.PositiveInfinity, float.NegativeInfinity]))
            Assert.All(c.Whole.Codomain.Contains(Filled(c.Output, outside)).ToArray(), v => Assert.Equal(0, v));
        var shape = Filled(c.Output, 0).Shape;
        var interior = c.Whole.Codomain.InteriorPoint(shape).BroadcastTo(shape);
        Assert.True(c.Whole.Codomain.ContainsAll(interior));
    }

    /// <summary>∑ y + log-det, differentiated by each parameter: tape against central differences.</summary>
    public static void GradientsReachTheParameters(BijectorCase c)
    {
        var x = c.Inputs(5);
        Differences.AssertGradients(c.Parameters, p =>
        {
            var (y, logDet) = c.Build(p).ForwardAndLogDet(x);
            var (back, backLogDet) = c.Build(p).InverseAndLogDet(c.Whole.Forward(x));
            return [y, logDet, back, backLogDet];
        });
    }

    private static Tensor Filled(Shape of, float value) => Tensor.Full(new Shape([BijectorCase.BatchLength]).Concat(of), value);

    /// <summary>Which output belongs to row <paramref name="row"/> of the square Jacobian.</summary>
    private static int FreeOutput(BijectorCase c, int row) => c.FreeOutputs is null ? row : c.FreeOutputs[row];

    private static void AssertLogDets(BijectorCase c, Tensor x, double[,,] jacobians)
    {
        var logDet = c.Whole.ForwardLogDetJacobian(x);
        var perEvent = logDet.SumLast(c.Event.Rank - c.Whole.InputEventRank).ToArray();
        for (var n = 0; n < perEvent.Length; n++)
        {
            var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(c.Event.Size, c.Event.Size, (i, j) => jacobians[n, i, j]);
            Assert.Equal(Math.Log(Math.Abs(matrix.Determinant())), perEvent[n], Tolerance);
        }
    }
}
