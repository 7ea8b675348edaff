namespace Ansatz.Studies.Digits;

/// <summary>Which library's Adam trains: they add different ε at different places.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<AdamVariant>.Property)]
[JsonDerivedType(typeof(KerasAdam), "adam-keras")]
[JsonDerivedType(typeof(PyTorchAdam), "adam-pytorch")]
internal abstract record AdamVariant
{
    public abstract Optimizer Create();
}

internal sealed record KerasAdam : AdamVariant
{
    public override Optimizer Create() => Adam.Keras();
}

internal sealed record PyTorchAdam : AdamVariant
{
    public override Optimizer Create() => new Adam();
}
