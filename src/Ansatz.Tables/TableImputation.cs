namespace Ansatz.Tables;

/// <summary>Rows whose missing cells were drawn from p(missing | observed).</summary>
/// <param name="Table">Each row once per draw, the draws of a row one after the other; observed cells as they were.</param>
/// <param name="Rows">The position in the given table of each row.</param>
/// <param name="AcceptanceRate">The share of proposals that the Markov chains accepted; 1 where draws are exact. An autoencoder gives the effective share of its codes. Near 0, take more steps.</param>
public sealed record TableImputation(Table Table, IReadOnlyList<int> Rows, double AcceptanceRate);
