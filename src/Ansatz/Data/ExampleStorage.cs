using Ansatz.Bijectors;

namespace Ansatz.Data;

/// <summary>Where the examples of a data set are kept: in memory, in a file, or as what is computed from another data set.</summary>
internal abstract class ExampleStorage
{
    /// <summary>Examples, whether a data set has all of them or some.</summary>
    public abstract int Count { get; }

    /// <summary>Whether an example waits for a disk or for a decoder.</summary>
    public virtual bool IsSlow => false;

    /// <summary>Whether every number is a pixel's byte divided by 255.</summary>
    public virtual bool HasBytes => false;

    /// <summary>The numbers that an example may hold.</summary>
    public virtual Support ValueSupport => HasBytes ? Support.UnitInterval : Support.Reals;

    /// <summary>Copies one example as numbers. Several threads may call this at the same time.</summary>
    public abstract void CopyTo(int row, Span<float> destination);

    /// <summary>The bytes of one example, if it has bytes.</summary>
    /// <param name="row">The example.</param>
    /// <param name="buffer">As long as an example; memory that may be used.</param>
    public virtual ReadOnlySpan<byte> Bytes(int row, Span<byte> buffer) => throw new InvalidOperationException($"{GetType().Name}: it has no bytes.");

    /// <summary>Told that an example will be read soon.</summary>
    public virtual void Prefetch(int row) { }
}
