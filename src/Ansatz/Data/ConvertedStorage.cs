using Ansatz.Bijectors;

namespace Ansatz.Data;

/// <summary>What a function makes of the examples of a data set that is too large for memory. It is computed whenever an example is read.</summary>
/// <param name="source">The examples.</param>
/// <param name="support">The numbers that the function gives.</param>
/// <param name="convert">Changes the numbers of example i in place; a pure function of both.</param>
internal sealed class ConvertedStorage(Dataset source, Support support, ConvertExample convert) : ExampleStorage
{
    public override int Count => source.Count;

    public override bool IsSlow => true;

    public override Support ValueSupport => support;

    public override void CopyTo(int row, Span<float> destination)
    {
        source.CopyTo(row, destination);
        convert(destination, row);
    }
}

/// <summary>Changes the numbers of one example in place.</summary>
internal delegate void ConvertExample(Span<float> values, int index);
