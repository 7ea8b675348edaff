namespace Ansatz.Studies.Progress;

/// <summary>Shows how many units of a stage are done.</summary>
internal sealed class CountReporter(ProgressDisplay display) : IProgress<int>
{
    public void Report(int value) => display.Advance(value);
}
