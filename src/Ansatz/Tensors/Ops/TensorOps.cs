namespace Ansatz.Tensors;

/// <summary>The operations on tensors. Each file in this folder adds its own, so that value, gradient and public method stand together.</summary>
public static partial class TensorOps;
