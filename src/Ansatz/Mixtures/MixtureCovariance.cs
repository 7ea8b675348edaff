namespace Ansatz.Mixtures;

/// <summary>What the components' covariances may look like; each name's formula counts the free numbers of K of them in d dimensions.</summary>
public enum MixtureCovariance
{
    /// <summary>Each component has a covariance of its own: K·d(d + 1)/2.</summary>
    Full,

    /// <summary>All components share one covariance: d(d + 1)/2.</summary>
    Tied,

    /// <summary>Each component has a variance of its own in each dimension, and no correlations: K·d.</summary>
    Diagonal,

    /// <summary>Each component has one variance for all dimensions, and no correlations: K.</summary>
    Spherical,
}
