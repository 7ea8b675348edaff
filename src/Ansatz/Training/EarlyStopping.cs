namespace Ansatz.Training;

/// <summary>Ends training when the validation objective has not improved for a number of epochs, and says which epoch was the best.</summary>
/// <param name="patience">Epochs without improvement that are allowed.</param>
/// <param name="startEpoch">Epochs before this one count neither way: an objective whose weights still move cannot be compared.</param>
public sealed class EarlyStopping(int patience, double startEpoch = 0)
{
    public double Best { get; internal set; } = double.PositiveInfinity;

    /// <summary>The best epoch, counted from 1; 0 before there is one.</summary>
    public int BestEpoch { get; internal set; }

    /// <summary>Notes an epoch's objective; true if it is the best so far.</summary>
    public bool Observe(int epoch, double objective)
    {
        if (epoch < startEpoch || !(objective < Best)) return false;
        (Best, BestEpoch) = (objective, epoch);
        return true;
    }

    public bool ShouldStop(int epoch) => BestEpoch > 0 && epoch - BestEpoch >= patience;
}
