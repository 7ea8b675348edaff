using Ansatz.Evaluation;
using Ansatz.Random;
using Ansatz.Tables;
using Ansatz.Tables.Transforms;

namespace Ansatz.Tests.Tables;

public sealed class NumberMapTests
{
    public static TheoryData<string> Columns => ["heavy", "positive", "bounded", "whole", "rounded", "two values"];

    private static (ColumnDefinition Definition, double[] Cells) Column(string name)
    {
        var noise = new float[4000];
        new Rng(3).Normal(noise);
        double[] z = [.. noise.Select(v => (double)v)];
        return name switch
        {
            "heavy" => (new(name, ColumnKind.Continuous), [.. z.Select(v => 100 + 5 * Math.Sinh(2 * v))]),
            "positive" => (new(name, ColumnKind.Positive) { Low = 0 }, [.. z.Select(v => Math.Exp(3 * v))]),
            "bounded" => (new(name, ColumnKind.Bounded) { Low = -1, High = 1 }, [.. z.Select(v => Math.Tanh(2 * v))]),
            "whole" => (new(name, ColumnKind.Integer) { Low = 0, Resolution = 1 }, [.. z.Select(v => Math.Floor(v * v))]),
            "rounded" => (new(name, ColumnKind.Positive) { Low = 0.01, Resolution = 0.01, Offset = 0.23 }, [.. z.Select(v => 0.23 + 0.01 * Math.Round(50 * Math.Abs(v)))]),
            _ => (new(name, ColumnKind.Continuous), [.. z.Select(v => v > 0 ? 1.0 : 0)]),
        };
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void TheInverseGivesCellsBack(string name)
    {
        var (definition, cells) = Column(name);
        var noisy = cells.Select((c, i) => c + definition.Resolution * ((i % 97 + 0.5) / 97 - 0.5)).ToArray();
        foreach (var isNormal in new[] { true, false })
        {
            var map = NumberMap.Fit(definition, noisy, isNormal);
            for (var i = 0; i < 400; i++)
            {
                var (z, slope) = map.Forward(noisy[i]);
                Assert.True(double.IsFinite(slope));
                Assert.Equal(cells[i], map.Inverse(z), 1e-6 * Math.Max(1, Math.Abs(cells[i])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void TheLogSlopeIsThatOfTheMap(string name)
    {
        var (definition, cells) = Column(name);
        var noisy = cells.Select((c, i) => c + definition.Resolution * ((i % 97 + 0.5) / 97 - 0.5)).ToArray();
        var map = NumberMap.Fit(definition, noisy, isNormal: name != "two values");
        for (var i = 0; i < 200; i++)
        {
            var step = 1e-6 * (definition.Low is { } low ? noisy[i] - (low - definition.Resolution / 2) : 1);
            if (definition.High is { } high) step = Math.Min(step, 1e-6 * (high - noisy[i]));
            var slope = (map.Forward(noisy[i] + step).Z - map.Forward(noisy[i] - step).Z) / (2 * step);
            Assert.Equal(Math.Log(slope), map.Forward(noisy[i]).LogSlope, 1e-3);
        }
    }

    [Fact]
    public void QuantilesBecomeThoseOfANormal()
    {
        var (definition, cells) = Column("heavy");
        var map = NumberMap.Fit(definition, cells, isNormal: true);
        float[] z = [.. cells.Select(c => (float)map.Forward(c).Z)];
        // Below this distance are 95 % of samples of 4,000 draws of a normal itself.
        Assert.InRange(KolmogorovSmirnov.FromNormal(z, 0, 1), 0, 1.36 / Math.Sqrt(4000));
    }

    [Fact]
    public void SamplesKeepTheBounds()
    {
        foreach (var name in new[] { "positive", "bounded", "whole", "rounded" })
        {
            var (definition, cells) = Column(name);
            var map = NumberMap.Fit(definition, cells, isNormal: true);
            foreach (var z in new[] { -40, -6, 0, 6.0, 40 })
            {
                var cell = map.Inverse(z);
                Assert.True(map.Contains(cell) && double.IsFinite(cell));
                if (definition.Kind == ColumnKind.Positive) Assert.True(cell > 0);
                if (definition.Resolution > 0 && Math.Abs(z) < 10) Assert.Equal(0, Math.IEEERemainder(cell - definition.Offset, definition.Resolution), 1e-9);
            }
        }
    }
}
