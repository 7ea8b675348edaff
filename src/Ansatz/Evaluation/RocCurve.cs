namespace Ansatz.Evaluation;

/// <summary>
/// How well a number, such as an anomaly, separates positives, for which it should be large, from negatives. For each threshold, the curve has the share of negatives above it (false
/// positives) and of positives above it (true positives). The area under the curve is the probability that the number of a positive is larger than that of a negative; ties count one half.
/// </summary>
/// <remarks>Fawcett, An introduction to ROC analysis (2006), algorithms 1 and 3.</remarks>
public sealed class RocCurve
{
    /// <param name="negatives">One number or more, none NaN.</param>
    /// <param name="positives">One number or more, none NaN.</param>
    public RocCurve(IReadOnlyCollection<double> negatives, IReadOnlyCollection<double> positives)
    {
        if (negatives.Count == 0 || positives.Count == 0) throw new ArgumentException($"RocCurve: {negatives.Count} negatives and {positives.Count} positives; expected one or more of each.", negatives.Count == 0 ? nameof(negatives) : nameof(positives));
        if (negatives.Concat(positives).Any(double.IsNaN)) throw new ArgumentException("RocCurve: a score is NaN; expected numbers.", nameof(negatives));
        var scores = negatives.Select(s => (Score: s, IsPositive: false)).Concat(positives.Select(s => (Score: s, IsPositive: true)))
            .GroupBy(s => s.Score).OrderByDescending(g => g.Key);
        double x = 0, y = 0;
        var points = new List<(double, double)> { (0, 0) };
        foreach (var tied in scores)
        {
            double x2 = x + (double)tied.Count(s => !s.IsPositive) / negatives.Count, y2 = y + (double)tied.Count(s => s.IsPositive) / positives.Count;
            Area += (x2 - x) * (y + y2) / 2;
            (x, y) = (x2, y2);
            points.Add((x, y));
        }
        Points = points;
    }

    /// <summary>From (0, 0) to (1, 1), as the threshold falls.</summary>
    public IReadOnlyList<(double False, double True)> Points { get; }

    /// <summary>½ if the numbers do not separate the two, 1 if they separate them completely.</summary>
    public double Area { get; }
}
