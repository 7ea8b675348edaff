namespace Ansatz.Studies.Progress;

/// <summary>Shows a person how far a long piece of work is. The work goes through stages, one after the other.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>Begins a stage and ends the one before.</summary>
    /// <param name="name">What is done: “training”.</param>
    /// <param name="total">How many units there are to do.</param>
    /// <param name="unit">What is counted: “images”; empty where counting says nothing.</param>
    /// <param name="before">How many of them were done earlier, by a run that this one continues.</param>
    public abstract void Begin(string name, long total, string unit, long before = 0);

    /// <summary>Begins a stage of which nothing is known until it is over, and ends the one before.</summary>
    public void Begin(string name) => Begin(name, 1, "");

    /// <summary>Ends a stage of which nothing was known until now.</summary>
    public void End() => Advance(1);

    /// <summary>Says how much of the stage is done. May be called often; it is shown only so often as a person can read.</summary>
    /// <param name="done">Units done, those of an earlier run included.</param>
    /// <param name="detail">What else is worth watching: losses.</param>
    public abstract void Advance(long done, string detail = "");

    /// <summary>Leaves a line that stays: the losses of an epoch.</summary>
    public abstract void Line(string text);
}

/// <summary>Shows nothing.</summary>
internal sealed class SilentProgress : ProgressDisplay
{
    public override void Begin(string name, long total, string unit, long before = 0) { }

    public override void Advance(long done, string detail = "") { }

    public override void Line(string text) { }
}
