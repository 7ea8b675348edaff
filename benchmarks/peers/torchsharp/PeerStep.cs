namespace TorchSharpPeer;

/// <summary>A step that is measured.</summary>
/// <param name="Run">Runs it once.</param>
/// <param name="Work">Units of work in one run, as in ../torch_steps.py.</param>
internal sealed record PeerStep(Action Run, double Work);
