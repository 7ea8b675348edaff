using System.Globalization;

namespace Ansatz.Training;

/// <summary>Ends training when the validation objective has not improved for a number of epochs; the best epoch's weights are kept either way.</summary>
public sealed record EarlyStopping
{
    /// <param name="patience">Epochs in a row without improvement that end training, 1 or more.</param>
    /// <param name="startEpoch">Epochs before this one, counted from 1, do not count, because an objective whose schedule still moves cannot be compared. See <see cref="Networks.Schedule.SettledAt"/>.</param>
    /// <param name="goodEnough">At or below this threshold, differences are ignored, and the latest such epoch is the best. For an objective that means trouble only when it is large.</param>
    public EarlyStopping(int patience, double startEpoch = 0, double goodEnough = double.NegativeInfinity)
    {
        if (patience < 1) throw new ArgumentOutOfRangeException(nameof(patience), $"EarlyStopping: the patience is {patience} epochs; expected 1 or more.");
        (Patience, StartEpoch, GoodEnough) = (patience, startEpoch, goodEnough);
    }

    public int Patience { get; }

    public double StartEpoch { get; }

    public double GoodEnough { get; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"patience {Patience} from epoch {StartEpoch}{(double.IsNegativeInfinity(GoodEnough) ? "" : $", good enough {GoodEnough}")}");
}
