namespace Ansatz.Tensors;

/// <summary>The gradient of one parameter, for an optimizer: a tensor, or a product that is not computed yet.</summary>
public readonly struct ParameterGradient
{
    private readonly Tensor? whole;
    private readonly WeightProduct? product;

    internal ParameterGradient(Tensor whole) => this.whole = whole;

    internal ParameterGradient(WeightProduct product) => this.product = product;

    /// <summary>Applies an update to the weights and to the running values that the optimizer keeps for each weight.</summary>
    /// <param name="update">The rule, with the constants of this step.</param>
    /// <param name="weights">Changed in place.</param>
    /// <param name="firstMemory">The first running value of each weight, if the rule keeps one; changed in place.</param>
    /// <param name="secondMemory">The second, likewise.</param>
    public void Apply<TUpdate>(in TUpdate update, Tensor weights, Tensor? firstMemory = null, Tensor? secondMemory = null) where TUpdate : struct, IWeightUpdate
    {
        Span<float> first = firstMemory is null ? default : firstMemory.Span, second = secondMemory is null ? default : secondMemory.Span;
        if (product is null) WeightUpdates.Run(update, weights.Span, whole!.Span, first, second);
        else WeightUpdates.Run(update, weights.Span, product.X.Span, product.U.Span, product.Shape, first, second);
        if (Guards.AreOn) weights.Buffer.CheckGuards("An optimizer's step");
    }
}
