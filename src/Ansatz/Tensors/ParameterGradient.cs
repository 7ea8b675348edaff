namespace Ansatz.Tensors;

/// <summary>What an optimizer is given of one parameter: its gradient, or a product that is still to be formed.</summary>
internal readonly record struct ParameterGradient
{
    private readonly Tensor? whole;
    private readonly WeightProduct? product;

    public ParameterGradient(Tensor whole) => this.whole = whole;

    public ParameterGradient(WeightProduct product) => this.product = product;

    /// <summary>Applies an update to the weights and the running values it keeps of each.</summary>
    public void Apply<TUpdate>(in TUpdate update, Tensor weights, Span<float> first = default, Span<float> second = default) where TUpdate : struct, IWeightUpdate
    {
        if (product is null) WeightUpdates.Run(update, weights.Span, whole!.Span, first, second);
        else WeightUpdates.Run(update, weights.Span, product.X.Span, product.U.Span, product.Shape, first, second);
        if (Guards.AreOn) weights.Buffer.CheckGuards("An optimizer's step");
    }
}
