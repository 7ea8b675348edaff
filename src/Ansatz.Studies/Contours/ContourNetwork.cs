namespace Ansatz.Studies.Contours;

/// <summary>One of the study's two networks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<ContourNetwork>.Property)]
[JsonDerivedType(typeof(CompactNetwork), "compact")]
[JsonDerivedType(typeof(PaperNetwork), "paper")]
internal abstract record ContourNetwork
{
    /// <param name="beta">The weight of the divergence, by epochs.</param>
    public abstract VariationalAutoencoder Build(Schedule beta);
}

/// <summary>Ours, which learns in a minute.</summary>
internal sealed record CompactNetwork : ContourNetwork
{
    public override VariationalAutoencoder Build(Schedule beta) => ContourNetworks.Compact(beta);
}

/// <summary>The published one.</summary>
internal sealed record PaperNetwork : ContourNetwork
{
    public override VariationalAutoencoder Build(Schedule beta) => ContourNetworks.Paper(beta);
}
